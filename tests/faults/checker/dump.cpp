// log_dump DATABASE: every event of every room as the checker reads them, one JSON object a line.
#include "faults/client/history.h"
#include "sqlite/schema.h"
#include "storage/eventrows.h"

#include <cstdio>

using namespace parlance;

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: log_dump DATABASE\n", stderr);
        return 2;
    }
    const auto database = openForReading(QString::fromLocal8Bit(argv[1]));
    if (!database) {
        std::fprintf(stderr, "log_dump: %s\n", qPrintable(database.error().message));
        return 1;
    }
    Statement events(**database, std::string("SELECT ").append(eventColumns) +
                                     ", r.room FROM events AS e LEFT JOIN users AS u ON u.id = e.author"
                                     " JOIN rooms AS r ON r.id = e.room ORDER BY e.place");
    Cursor row = events();
    while (row.next()) {
        const RoomId room(row.bytes(12));
        json::Writer line;
        line.beginObject();
        line.key("op");
        line.ascii("log");
        line.key("room");
        line.string(QString::fromLatin1(room.text()));
        faults::writeEvent(line, entryOf(readEvent(row, room)));
        line.endObject();
        std::puts(line.take().constData());
    }
    return (*database)->failed() ? 1 : 0;
}
