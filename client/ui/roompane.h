#pragma once

#include "models/account.h"
#include "models/membersmodel.h"
#include "models/timeline.h"
#include "ports/dialogs.h"
#include "ui/look/look.h"

#include <QWidget>

namespace parlance::client {

class CompletionPopup;
class Composer;
class EmptyNotice;
class FindBar;
class HistoryLoader;
class JumpButtons;
class MessageActions;
class Reader;
class RoomHeader;
class TimelineView;
class TypingLine;
class Writer;

/// The middle of the window: one room. It puts its parts together and opens a room in all of them; each part answers
/// for itself. All that it is given must outlive it.
class RoomPane final : public QWidget, private ClientObserver {
    Q_OBJECT

  public:
    RoomPane(Account& account, MembersModel& members, Dialogs& dialogs, const Look& look, QWidget* parent);
    ~RoomPane() override;

    /// An empty id: no room is open.
    void open(const RoomId& room);

    /// No room is open yet: one is being joined, of this name if that is known.
    void await(const QString& name);
    const RoomId& room() const { return m_room; }

    RoomHeader& header() { return *m_header; }
    TimelineView& view() { return *m_view; }
    HistoryLoader& history() { return *m_history; }
    Composer& composer() { return *m_composer; }
    Writer& writer() { return *m_writer; }

    void focusComposer();

    /// Marks everything as read, seen or not, and goes to the end.
    void catchUp();

    /// Looks for a text in the room: the one that is selected in one message, if there is one.
    void openFind();

    /// Closes what is open above the messages or, if nothing is, catches up.
    void escape();

  Q_SIGNALS:
    void opened(); ///< another room, or none
    void passwordWanted();
    void directoryWanted();
    void linkFollowed(const RoomRef& room, qint64 seq); ///< in a message, to a room of this server; 0: no message

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void roomChanged(const RoomId& room) override;
    void roomRemoved(const RoomId& room) override;
    void messagesChanged(const RoomId& room, const RowChange& change) override;

    void arrange();
    void connectParts();
    void show(const RoomId& room);
    void leave();
    void refresh();
    void nameParts();
    bool isWatched() const;
    void watchDate();

    Account& m_account;
    MembersModel& m_members;
    const Look& m_look;
    RoomId m_room;
    std::optional<QString> m_awaited; // what is being joined is called
    Deadline m_tick;                  // the next look at the date
    QDate m_today;
    RoomHeader* m_header;
    TimelineView* m_view;
    TypingLine* m_typists;
    Composer* m_composer;
    CompletionPopup* m_proposals;
    FindBar* m_find;
    std::unique_ptr<Timeline> m_timeline; // outlives the parts that look at it
    std::unique_ptr<Reader> m_reader;
    std::unique_ptr<Writer> m_writer;
    std::unique_ptr<HistoryLoader> m_history;
    std::unique_ptr<MessageActions> m_actions;
    std::unique_ptr<JumpButtons> m_jumps;
    std::unique_ptr<EmptyNotice> m_empty;
};

} // namespace parlance::client
