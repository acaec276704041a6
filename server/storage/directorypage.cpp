#include "storage/directorypage.h"

#include "text/folding.h"

namespace parlance {

RoomSlice directoryPage(const RoomQuery& query, std::vector<RoomSummary> rooms)
{
    const QString wanted = folded(query.contains);
    const auto most = size_t(directoryReach(query) - 1);
    RoomSlice slice;
    for (size_t i = 0; i < rooms.size(); ++i) {
        if (i == most || std::ssize(slice.rooms) == query.limit) {
            slice.next = rooms[i - 1].name;
            break;
        }
        if (folded(rooms[i].name.text()).contains(wanted))
            slice.rooms.push_back(rooms[i]);
    }
    return slice;
}

} // namespace parlance
