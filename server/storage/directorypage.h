#pragma once

#include "ports/records.h"
#include "protocol/limits.h"
#include "storage/directorykey.h"

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

/// What the keys of the rooms that are wanted contain.
inline QByteArray wantedKey(const RoomQuery& query)
{
    return folded(query.contains).toUtf8();
}

/// One page of the directory, from the rooms behind `query.after` in its order: directoryReach() of them, or all.
RoomSlice directoryPage(const RoomQuery& query, std::vector<DirectoryEntry> rooms);

} // namespace parlance
