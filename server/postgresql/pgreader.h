#pragma once

#include "base/result.h"
#include "postgresql/pgnotices.h"
#include "storage/pages.h"

namespace parlance {

/// Reads the rooms' logs on a connection of its own. Each answer is of one moment: head, n and what it holds belong
/// together. A room that is not there has an empty log. Used by one thread.
///
/// After an error of the connection the answer is worth nothing.
class PgReader {
  public:
    explicit PgReader(PgConnection& connection)
        : m_connection(connection)
    {}

    // NotJoined for a reader who may not.
    Result<EventSlice> eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count);
    Result<MessageSlice> messages(const UserId& reader, const RoomId& room, const MessageQuery& query);

    /// NotFound if there is no such room.
    Result<EventSlice> missedEvents(const RoomId& room, qint64 since, qint64 count);
    std::vector<RoomHead> headsOf(const std::vector<RoomId>& rooms);

    RoomSlice rooms(const RoomQuery& query);

    /// See NoticeBoard.
    NoticeSlice noticesSince(const NoticePosition& position) { return PgNotices::since(m_connection, position); }

  private:
    qint64 messagesUpTo(qint64 room, qint64 seq);

    PgConnection& m_connection;
};

} // namespace parlance
