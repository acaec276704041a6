#pragma once

#include "models/account.h"
#include "models/timeline.h"
#include "models/typingreporter.h"
#include "ports/dialogs.h"

#include <QObject>

namespace parlance::client {

class Composer;

/// Sends what a person writes in the open room: messages, edits, commands. It keeps drafts and edits under way with the
/// client and tells the others that somebody is writing. All that it is given must outlive it.
class Writer final : public QObject, private ClientObserver {
    Q_OBJECT

  public:
    Writer(Account& account, Composer& composer, Dialogs& dialogs);
    ~Writer() override;

    /// Goes on with what was begun in a room. The timeline must outlive the next leave(); nullptr: no room is open.
    void open(Timeline* timeline);

    /// The room is not shown any more. What is being composed becomes part of its draft.
    void leave();

  Q_SIGNALS:
    void draftChanged(const RoomId& room);
    void sent();                                            ///< a message, or several, from the composer
    void command(const QString& name, const QString& text); ///< as readTyped() gives it

  private:
    void identityChanged() override;
    void roomRemoved(const RoomId& room) override;
    void eventHandled(const LogEntry& event) override;

    void connectComposer();
    void submit(const QString& text);
    void say(const QString& text, const std::optional<QString>& style = {});
    void sayParts(const QStringList& parts);
    void editLast();
    void edit(const MessageId& message, const QString& text);
    void goOn();
    RoomId room() const { return m_timeline ? m_timeline->room() : RoomId(); }

    Client& m_client;
    Composer& m_composer;
    Dialogs& m_dialogs;
    TypingReporter m_typing;
    Timeline* m_timeline = nullptr;
};

} // namespace parlance::client
