#pragma once

#include "base/ids.h"
#include "postgresql/pgconnection.h"

#include <map>

namespace parlance {

/// How many messages members have read, by room.
using ReadMarks = std::map<std::pair<RoomId, UserId>, qint64>;

/// The same as the columns of a statement.
struct MarkColumns {
    explicit MarkColumns(const ReadMarks& all)
    {
        for (const auto& [who, n] : all) {
            rooms.add(who.first.text());
            users.add(who.second.text());
            marks.add(n);
        }
    }

    PgArray rooms;
    PgArray users;
    PgArray marks;
};

/// Moves members' marks forward, without waiting for it. Whoever is no member is left out.
inline void sendReadMarks(PgConnection& connection, const ReadMarks& all)
{
    static constexpr PgStatement move{
        "UPDATE members AS m SET read = q.n FROM unnest($1::text[], $2::text[], $3::bigint[]) AS q(room, reader, n)"
        " JOIN rooms AS r ON r.room = q.room JOIN users AS u ON u.user = q.reader"
        R"( WHERE m.room = r.id AND m."user" = u.id AND m.read < q.n)"};
    if (all.empty())
        return;
    const MarkColumns columns(all);
    connection.send(move, columns.rooms, columns.users, columns.marks);
}

} // namespace parlance
