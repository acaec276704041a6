#pragma once

#include "ports/records.h"
#include "storage/roomname.h"

namespace parlance {

/// What readMembership() reads, in its order, of rooms AS r, users AS u and members AS m.
constexpr std::string_view membershipColumns =
    "r.room, r.log, r.name, r.topic, CASE WHEN r.maker = u.user THEN 1 ELSE 0 END, r.head, r.n, m.read";

/// A Row: see eventrows.h.
template <class Row>
Membership readMembership(const Row& row)
{
    return {.room = RoomId(row.bytes(0)),
            .log = LogId(row.bytes(1)),
            .name = nameIn(row, 2),
            .topic = row.text(3),
            .role = roleOf(row.number(4) != 0),
            .head = row.number(5),
            .n = row.number(6),
            .read = row.number(7)};
}

} // namespace parlance
