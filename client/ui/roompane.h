#pragma once

#include "models/account.h"
#include "models/membersmodel.h"
#include "models/timeline.h"
#include "models/typingreporter.h"
#include "ports/dialogs.h"
#include "text/mentions.h"
#include "ui/composer/composer.h"
#include "ui/look/look.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace parlance::client {

class CompletionPopup;
class FindBar;
class IconButton;
class Reader;
class TimelineView;

/// The middle: one room, its topic, its messages, who is typing, and where one writes. All that it is given must
/// outlive it.
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

    /// Shows a message, wherever in the history it is.
    void reveal(qint64 seq);

    void focusComposer();
    Composer& composer() { return *m_composer; }
    TimelineView& view() { return *m_view; }

    /// Marks everything as read, seen or not, and goes to the end.
    void catchUp();

    void openFind();

    /// What is open above the messages is closed; else catchUp().
    void escape();

    void setMembersShown(bool shown);

    /// A button before the room's name, which leads elsewhere; shown while it is of use.
    void setLeading(QWidget* button);

  Q_SIGNALS:
    void opened(); ///< another room, or none
    void membersToggled();
    void passwordWanted();
    void roomMenuWanted(const QPoint& globalPosition);
    void directoryWanted();
    void draftChanged(const RoomId& room);
    void command(const QString& name, const QString& rest); ///< "/join" and the like, without the slash

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void identityChanged() override;
    void roomChanged(const RoomId& room) override;
    void roomRemoved(const RoomId& room) override;
    void messagesChanged(const RoomId& room, const RowChange& change) override;
    void typingChanged(const RoomId& room) override;
    void eventHandled(const DurableEvent& event) override;

    void show(const RoomId& room);
    void nameParts();
    void build();
    void arrange();
    void connectParts();
    void connectView();
    void connectComposer();
    void dress();
    void refreshHeader();
    void refreshEmpty();
    std::vector<Mentionable> people() const;
    void refreshJump();
    void placeFloating();
    bool isWatched() const;
    void fetch(const FetchHistory& request);
    void watchDate();
    void send(const QString& text);
    void say(const QString& text);
    void editLast();
    void openMenu(size_t row, const QPoint& global);
    void remove(const MessageId& message, const QString& text);
    void copyLink(qint64 seq);
    void sayParts(const QStringList& parts);

    Account& m_account;
    MembersModel& m_members;
    Dialogs& m_dialogs;
    const Look& m_look;
    TypingReporter m_typing;
    RoomId m_room;
    std::optional<QString> m_awaited; // what is being joined is called
    std::unique_ptr<Timeline> m_timeline;
    Deadline m_tick; // the next look at the date
    QDate m_today;
    TimelineView* m_view = nullptr;
    Reader* m_reader = nullptr;
    Composer* m_composer = nullptr;
    CompletionPopup* m_proposals = nullptr;
    FindBar* m_find = nullptr;
    QBoxLayout* m_top = nullptr;
    QLabel* m_name = nullptr;
    QLabel* m_topic = nullptr;
    QLabel* m_typists = nullptr;
    QLabel* m_empty = nullptr;
    QPushButton* m_browse = nullptr;
    QPushButton* m_jump = nullptr;
    QPushButton* m_above = nullptr;
    IconButton* m_membersButton = nullptr;
    IconButton* m_more = nullptr;
    static constexpr qint64 retryAfter = 3'000; // milliseconds, where a page did not come

    Deadline m_retryMissing;
    qint64 m_seek = 0; // seq to go to once it is there
};

} // namespace parlance::client
