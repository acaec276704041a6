#pragma once

#include "base/result.h"
#include "ports/records.h"
#include "sqlite/database.h"
#include "storage/directorytable.h"
#include "storage/pages.h"

namespace parlance {

/// Reads the rooms' logs from the database, on a connection of its own. Each answer is of one moment: head, n and what
/// it holds belong together. A room that is not in the database has an empty log. Used by one thread.
///
/// After an error the answer is worth nothing; look at the database's failed().
class LogReader {
  public:
    explicit LogReader(Database& database);

    // NotJoined for a reader who may not.
    Result<EventSlice> eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count);
    Result<MessageSlice> messages(const UserId& reader, const RoomId& room, const MessageQuery& query);

    /// NotFound if there is no such room.
    Result<EventSlice> missedEvents(const RoomId& room, qint64 since, qint64 count);
    std::vector<RoomHead> headsOf(const std::vector<RoomId>& rooms);

    RoomSlice rooms(const RoomQuery& query) { return m_directory.page(query); }

  private:
    LogHead headOf(const RoomId& room);
    Result<EventSlice> slice(const LogHead& head, const RoomId& room, qint64 since, qint64 count);
    bool mayRead(const UserId& reader, qint64 room);
    qint64 messagesUpTo(qint64 room, qint64 seq);

    Database& m_database;
    Statement m_room;
    Statement m_log;
    Statement m_member;
    Statement m_events;
    Statement m_count;
    Statement m_messages;
    Statement m_shown; // those that are not deleted
    DirectoryTable m_directory;
};

} // namespace parlance
