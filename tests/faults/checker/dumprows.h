#pragma once

#include "faults/client/history.h"
#include "storage/eventrows.h"

#include <cstdio>

/// What log_dump prints, whichever database the rows are from.
namespace parlance::faults {

void print(json::Writer line);

/// The columns are eventColumns, the room's id and its log.
template <class Row>
void printEvent(const Row& row)
{
    const RoomId room(row.bytes(12));
    json::Writer line;
    line.beginObject();
    line.key("op");
    line.ascii("log");
    line.key("room");
    line.string(QString::fromLatin1(room.text()));
    line.key("log");
    line.string(QString::fromLatin1(row.bytes(13)));
    line.key("at");
    line.number(row.number(4));
    writeEvent(line, entryOf(readEvent(row, room).value()));
    line.endObject();
    print(std::move(line));
}

/// The columns are the room's id, the member's, their name and their read mark.
template <class Row>
void printMember(const Row& row)
{
    json::Writer line;
    line.beginObject();
    line.key("op");
    line.ascii("member");
    line.key("room");
    line.string(QString::fromLatin1(row.bytes(0)));
    line.key("author");
    line.string(QString::fromLatin1(row.bytes(1)));
    line.key("text");
    line.string(row.text(2));
    line.key("read");
    line.number(row.number(3));
    line.endObject();
    print(std::move(line));
}

} // namespace parlance::faults
