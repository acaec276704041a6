#pragma once

#include "ports/records.h"
#include "protocol/limits.h"
#include "storage/directorykey.h"
#include "storage/roomname.h"

namespace parlance {

/// How many rooms a store looks at for one page, and one more, which says whether the directory goes on.
inline qint64 directoryReach(const RoomQuery& query)
{
    return (query.contains.isEmpty() ? query.limit : limits::directoryScan) + 1;
}

/// A room in the directory. Stores keep the key with the room, because folding a thousand names takes 8 ms.
struct DirectoryEntry {
    QByteArray key; ///< directoryKey() of its name
    RoomSummary room;
};

/// What directoryEntries() reads, in its order.
constexpr std::string_view directoryColumns = "folded, room, log, name, topic, n, last_message";

/// All that the rows hold. A Row: see eventrows.h.
template <class Row>
std::vector<DirectoryEntry> directoryEntries(Row& row)
{
    std::vector<DirectoryEntry> rooms;
    while (row.next()) {
        DirectoryEntry entry;
        entry.key = row.bytes(0);
        entry.room.room = RoomId(row.bytes(1));
        entry.room.log = LogId(row.bytes(2));
        entry.room.name = nameIn(row, 3);
        entry.room.topic = row.text(4);
        entry.room.n = row.number(5);
        if (!row.isNull(6))
            entry.room.lastAt = row.number(6);
        rooms.push_back(std::move(entry));
    }
    return rooms;
}

/// One page of the directory, from the rooms behind `query.after` in its order: directoryReach() of them, or all.
RoomSlice directoryPage(const RoomQuery& query, std::vector<DirectoryEntry> rooms);

} // namespace parlance
