// log_dump DATABASE: every event and every member of every room as the checker reads them, one JSON object a line.
// DATABASE is SQLite's file or PostgreSQL's connection string.
#include "faults/checker/dumprows.h"
#include "postgresql/pgconnection.h"
#include "sqlite/schema.h"

#include <cstring>

using namespace parlance;

namespace {

// The same for both databases. The first columns are eventColumns.
constexpr PgStatement findEvents{
    "SELECT e.place, e.n, e.kind, u.user, e.time, e.nonce, e.message, e.name, e.text, e.style, e.mentions, e.gone,"
    " r.room, r.log FROM events AS e LEFT JOIN users AS u ON u.id = e.author JOIN rooms AS r ON r.id = e.room"
    " ORDER BY e.place"};
constexpr PgStatement findMembers{
    "SELECT r.room, u.user, u.name, m.read FROM members AS m JOIN users AS u ON u.id = m.user"
    " JOIN rooms AS r ON r.id = m.room ORDER BY r.room, u.user"};

int fail(const QString& why)
{
    std::fprintf(stderr, "log_dump: %s\n", qPrintable(why));
    return 1;
}

int dumpPostgresql(const QString& url)
{
    const auto connection = PgConnection::open(url);
    if (!connection)
        return fail(connection.error().message);
    for (PgRows row = (*connection)->ask(findEvents); row.next();)
        faults::printEvent(row);
    for (PgRows row = (*connection)->ask(findMembers); row.next();)
        faults::printMember(row);
    return (*connection)->failed() ? fail((*connection)->failure().text) : 0;
}

int dumpSqlite(const QString& path)
{
    const auto database = openForReading(path);
    if (!database)
        return fail(database.error().message);
    Statement events(**database, findEvents.sql);
    for (Cursor row = events(); row.next();)
        faults::printEvent(row);
    Statement members(**database, findMembers.sql);
    for (Cursor row = members(); row.next();)
        faults::printMember(row);
    return (*database)->failed() ? fail((*database)->errorText()) : 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: log_dump DATABASE\n", stderr);
        return 2;
    }
    const bool isUrl = std::strncmp(argv[1], "postgresql://", 13) == 0;
    const QString database = QString::fromLocal8Bit(argv[1]);
    return isUrl ? dumpPostgresql(database) : dumpSqlite(database);
}
