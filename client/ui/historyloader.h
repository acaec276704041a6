#pragma once

#include "models/account.h"
#include "ports/dialogs.h"

#include <QObject>

namespace parlance::client {

class TimelineView;

/// Brings pages of the open room's history from the server: those that the view is about to come to, and the one with a
/// message that somebody wants to see. All that it is given must outlive it.
class HistoryLoader final : public QObject, private ClientObserver {
    Q_OBJECT

  public:
    HistoryLoader(Account& account, TimelineView& view, Dialogs& dialogs);
    ~HistoryLoader() override;

    /// The room that the view shows; an empty id: none.
    void setRoom(const RoomId& room);

    /// Goes to a message, wherever in the history it is. Whoever asked is told if there is no such message.
    void reveal(qint64 seq);

  private:
    void messagesChanged(const RoomId& room, const RowChange& change) override;

    void fetch(const FetchHistory& wanted);
    void seek(qint64 seq);

    Account& m_account;
    TimelineView& m_view;
    Dialogs& m_dialogs;
    RoomId m_room;
    Deadline m_retry;
    qint64 m_sought = 0; // the `seq` of the message to go to once it is at hand; 0: none
};

} // namespace parlance::client
