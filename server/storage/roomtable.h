#pragma once

#include "ports/records.h"
#include "sqlite/database.h"

#include <set>
#include <unordered_map>

namespace parlance {

/// The writer's half that knows the rooms: the table `rooms`, and a copy of the rows in use, so that a batch of events
/// in one room reads and writes its row once. Used by one thread, within its transaction.
class RoomTable {
  public:
    struct Row {
        qint64 number = 0;
        LogId log;
        RoomName name;
        UserId maker; ///< empty: unknown
        qint64 head = 0;
        qint64 n = 0;
        QString topic;
        qint64 lastTime = 0; ///< of any event, ms since 1970
        std::optional<qint64> lastMessage;
    };

    explicit RoomTable(Database& database);

    /// Null if there is no such room.
    const Row* find(const RoomId& room);
    /// The room whose name has the same folded form.
    std::optional<RoomId> named(const RoomName& name);
    std::optional<RoomId> roomOf(qint64 number);

    const Row& insert(const NewRoom& room);

    /// The room is no more; its events are another's to remove. Writes the changed rows, and gives up all copies.
    void erase(qint64 number);

    /// The name must be free.
    void rename(const RoomId& room, const RoomName& to);

    /// A row of which anything but the name will be changed; it is written by flush().
    Row& change(const RoomId& room);
    /// To be called before anybody else reads the table, and before the commit.
    void flush();
    /// The copies are worth nothing any more: the transaction is undone.
    void forget();

  private:
    Statement m_find;
    Statement m_named;
    Statement m_room;
    Statement m_insert;
    Statement m_update;
    Statement m_erase;
    Statement m_rename;
    std::unordered_map<RoomId, Row> m_rows;
    std::set<RoomId> m_changed;
};

} // namespace parlance
