#include "storage/directorypage.h"

#include "text/folding.h"

namespace parlance {

RoomSlice directoryPage(const RoomQuery& query, std::vector<DirectoryEntry> rooms)
{
    const QByteArray wanted = folded(query.contains).toUtf8();
    const auto most = size_t(directoryReach(query) - 1);
    RoomSlice slice;
    for (size_t i = 0; i < rooms.size(); ++i) {
        if (i == most || std::ssize(slice.rooms) == query.limit) {
            slice.next = rooms[i - 1].room.name;
            break;
        }
        if (rooms[i].key.contains(wanted))
            slice.rooms.push_back(rooms[i].room);
    }
    return slice;
}

} // namespace parlance
