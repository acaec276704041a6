#include "storage/directorytable.h"

#include "storage/directorypage.h"
#include "storage/roomname.h"

namespace parlance {

DirectoryTable::DirectoryTable(Database& database)
    : m_after(database, "SELECT folded, room, log, name, topic, n, last_message FROM rooms WHERE folded > ?1"
                        " ORDER BY folded LIMIT ?2")
{}

RoomSlice DirectoryTable::page(const RoomQuery& query)
{
    std::vector<DirectoryEntry> rooms;
    const QByteArray after = query.after ? directoryKey(*query.after) : QByteArray();
    Cursor row = m_after(after, directoryReach(query));
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
    return directoryPage(query, std::move(rooms));
}

} // namespace parlance
