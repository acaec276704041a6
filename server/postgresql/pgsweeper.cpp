#include "postgresql/pgsweeper.h"

#include "storage/eventkind.h"
#include "storage/surplus.h"

namespace parlance {

namespace {

// A few milliseconds of work.
constexpr qint64 sweptAtOnce = 1'000; // events
constexpr int sweptStrangers = 200;   // memberships, and as many rooms

constexpr qint64 inNoRoom = 0; // stands for a room: a silent person who is in none counts, too

constexpr PgStatement tryLock{"SELECT CASE WHEN pg_try_advisory_xact_lock(1348563565) THEN 1 ELSE 0 END"};

constexpr PgStatement countSilent{
    "SELECT count(*) FROM users AS u LEFT JOIN members AS m ON m.user = u.id WHERE u.silent = 1"};
constexpr PgStatement findSilent{"SELECT u.id, coalesce(m.room, 0), u.address FROM users AS u"
                                 " LEFT JOIN members AS m ON m.user = u.id WHERE u.silent = 1 ORDER BY u.id, m.room"};
constexpr PgStatement removeSilent{
    "DELETE FROM members AS m USING unnest($1::bigint[], $2::bigint[]) AS q(room, person), rooms AS r, users AS u"
    R"( WHERE m.room = q.room AND m."user" = q.person AND r.id = q.room AND u.id = q.person AND u.silent = 1)"
    " RETURNING r.room, u.user"};
constexpr PgStatement removePeople{"DELETE FROM users AS u WHERE u.id = ANY($1::bigint[]) AND u.silent = 1"
                                   " AND NOT EXISTS (SELECT 1 FROM members AS m WHERE m.user = u.id)"};

constexpr PgStatement countEmpty{"SELECT count(*) FROM rooms WHERE head = 0"};
constexpr PgStatement findEmpty{"SELECT id, address FROM rooms WHERE head = 0 ORDER BY id"};
constexpr PgStatement lockEmpty{
    "SELECT id, room FROM rooms WHERE id = ANY($1::bigint[]) AND head = 0 ORDER BY id FOR UPDATE"};
constexpr PgStatement removeEmpty{"DELETE FROM rooms WHERE id = ANY($1::bigint[])"};
constexpr PgStatement emptyRooms{"DELETE FROM members WHERE room = ANY($1::bigint[])"};

constexpr PgStatement findLeftover{"SELECT room FROM leftovers LIMIT 1"};
constexpr PgStatement removeEvents{"DELETE FROM events WHERE place IN (SELECT place FROM events"
                                   " WHERE place >= $1 AND place < $2 ORDER BY place LIMIT $3)"};
constexpr PgStatement removeChanges{"DELETE FROM changes WHERE place IN (SELECT place FROM changes"
                                    " WHERE place >= $1 AND place < $2 ORDER BY place LIMIT $3)"};
constexpr PgStatement removeLeftover{"DELETE FROM leftovers WHERE room = $1"};

/// What is to go, by the rows' numbers.
struct Departures {
    PgArray rooms; ///< of the memberships
    PgArray members;
    PgArray people; ///< who are in no room
};

/// People who leave their last room count once more, until they go themselves.
Departures departuresOf(PgRows rows, bool& isMore)
{
    Surplus<qint64, qint64> silent{mostSilentMemberships};
    std::map<qint64, int> rooms; // in which they are
    decltype(silent)::Rows all;
    while (rows.next()) {
        all.push_back({{rows.number(0), rows.number(1)}, rows.optionalText(2)});
        rooms[rows.number(0)] += rows.number(1) == inNoRoom ? 0 : 1;
    }
    std::map<qint64, std::optional<QString>> addresses;
    for (const auto& [key, address] : all)
        addresses.emplace(key.first, address);
    silent.reset(all);
    Departures departures;
    for (int i = 0; i < sweptStrangers; ++i) {
        const auto key = silent.next();
        if (!key)
            break;
        silent.remove(*key);
        const auto [person, room] = *key;
        if (room == inNoRoom) {
            departures.people.add(person);
            continue;
        }
        departures.rooms.add(room);
        departures.members.add(person);
        if (--rooms[person] == 0)
            silent.add({person, inNoRoom}, addresses[person].value_or(QString()));
    }
    isMore = silent.next().has_value();
    return departures;
}

} // namespace

PgSweeper::Done PgSweeper::sweep()
{
    Done done;
    m_connection.send(beginTransaction);
    if (!isAlone()) {
        done.untilNext = sweptStrangers; // the other node takes away what there is
    } else {
        done.untilNext = qint64(mostSilentMemberships + mostEmptyRooms);
        sweepPeople(done);
        sweepRooms(done);
        sweepLeftovers(done);
        PgNotices::trim(m_connection);
    }
    m_notices.send(m_connection);
    done.hasPosted = m_notices.hasPosted();
    m_connection.ask(commitTransaction);
    return done;
}

bool PgSweeper::isAlone()
{
    return m_connection.number(tryLock) == 1;
}

void PgSweeper::sweepPeople(Done& done)
{
    const qint64 left = qint64(mostSilentMemberships) - m_connection.number(countSilent);
    done.untilNext = std::min(done.untilNext, std::max<qint64>(left, 0));
    if (left >= 0)
        return;
    const Departures departures = departuresOf(m_connection.ask(findSilent), done.isMore);
    PgRows gone = m_connection.ask(removeSilent, departures.rooms, departures.members);
    while (gone.next())
        done.swept.members.push_back({RoomId(gone.bytes(0)), UserId(gone.bytes(1))});
    for (const auto& [room, user] : done.swept.members)
        m_notices.add({.kind = Notice::Kind::Swept, .room = room, .user = user});
    m_connection.send(removePeople, departures.people);
}

void PgSweeper::sweepRooms(Done& done)
{
    const qint64 left = qint64(mostEmptyRooms) - m_connection.number(countEmpty);
    done.untilNext = std::min(done.untilNext, std::max<qint64>(left, 0));
    if (left >= 0)
        return;
    Surplus<qint64, int> empty{mostEmptyRooms};
    decltype(empty)::Rows all;
    for (PgRows row = m_connection.ask(findEmpty); row.next();)
        all.push_back({{row.number(0), 0}, row.optionalText(1)});
    empty.reset(all);
    PgArray rooms;
    for (int i = 0; i < sweptStrangers && empty.next(); ++i) {
        const auto room = *empty.next();
        rooms.add(room.first);
        empty.remove(room);
    }
    done.isMore |= empty.next().has_value();
    PgArray locked;
    for (PgRows row = m_connection.ask(lockEmpty, rooms); row.next();) {
        locked.add(row.number(0));
        done.swept.rooms.emplace_back(row.bytes(1));
        m_notices.sendEnd(m_connection, row.number(0));
    }
    m_connection.send(emptyRooms, locked);
    m_connection.send(removeEmpty, locked);
}

void PgSweeper::sweepLeftovers(Done& done)
{
    const qint64 room = m_connection.number(findLeftover);
    if (room == 0)
        return;
    m_connection.send(removeEvents, placeOf(room, 0), placeOf(room + 1, 0), sweptAtOnce);
    m_connection.send(removeChanges, placeOf(room, 0), placeOf(room + 1, 0), sweptAtOnce);
    const std::vector<PgRows> removed = m_connection.receive();
    const bool isLeft = removed.back().changed() > 0 || removed[removed.size() - 2].changed() > 0;
    if (!isLeft)
        m_connection.send(removeLeftover, room);
    done.isMore = true; // until there is none
}

} // namespace parlance
