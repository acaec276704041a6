#include "storage/directorytable.h"

#include "storage/directorypage.h"

namespace parlance {

DirectoryTable::DirectoryTable(Database& database)
    : m_after(database, std::string("SELECT ").append(directoryColumns) +
                            " FROM rooms WHERE folded > ?1 ORDER BY folded LIMIT ?2")
{}

RoomSlice DirectoryTable::page(const RoomQuery& query)
{
    const QByteArray after = query.after ? directoryKey(*query.after) : QByteArray();
    Cursor row = m_after(after, directoryReach(query));
    return directoryPage(query, directoryEntries(row));
}

} // namespace parlance
