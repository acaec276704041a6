#include "postgresql/pgfacts.h"

#include "storage/directorykey.h"
#include "storage/eventrows.h"
#include "storage/roomname.h"

namespace parlance {

namespace {

constexpr PgStatement lockRooms{"SELECT room, id, log, name, maker, head, n, topic, last_time, last_message FROM rooms"
                                " WHERE room = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE"};

// Each of these sees what was committed before the lock was there, because it has a snapshot of its own.
constexpr PgStatement clock{"SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"};

// An admin is author 0. The limit changes nothing, as there is one at most, but it keeps PostgreSQL from joining in
// another way: a plan that was made while the table was small read all messages of each author for each of their new
// ones.
constexpr PgStatement findBefore{
    "SELECT e.place, e.n, e.kind, u.user, e.time, e.nonce, e.message, e.name, e.text, e.style, e.mentions, e.gone,"
    " q.room, q.author"
    " FROM unnest($1::text[], $2::text[], $3::text[]) AS q(room, author, nonce) JOIN rooms AS r ON r.room = q.room"
    " LEFT JOIN users AS u ON u.user = q.author"
    " CROSS JOIN LATERAL (SELECT * FROM events WHERE author = coalesce(u.id, 0) AND nonce = q.nonce AND room = r.id"
    " LIMIT 1) AS e"
    " WHERE u.id IS NOT NULL OR q.author = ''"};
constexpr PgStatement findTargets{
    "SELECT e.message, e.place, coalesce(c.rev, e.place & 4294967295), u.user, coalesce(c.deleted, 0)"
    " FROM events AS e JOIN users AS u ON u.id = e.author LEFT JOIN changes AS c ON c.place = e.place"
    " WHERE e.message = ANY($1::text[]) AND e.kind = 1"};
constexpr PgStatement findAuthors{"SELECT r.id, u.user FROM unnest($1::text[], $2::text[]) AS q(room, author)"
                                  " JOIN rooms AS r ON r.room = q.room JOIN users AS u ON u.user = q.author"
                                  " JOIN members AS m ON m.room = r.id AND m.user = u.id"};
constexpr PgStatement findWriters{R"(SELECT "user" FROM users WHERE "user" = ANY($1::text[]) AND silent = 0)"};
constexpr PgStatement findTaken{"SELECT folded, room FROM rooms WHERE folded = ANY($1::text[])"};

/// What is asked for, by its kind.
struct Wanted {
    explicit Wanted(std::span<const NewEvent* const> events)
    {
        for (const NewEvent* event : events) {
            rooms.add(event->room.text());
            authors.add(event->author.text());
            nonces.add(event->nonce.text());
            if (const auto id = targetOf(*event))
                targets.add(id->text());
            if (const RoomName* name = newNameOf(*event))
                names.add(directoryKey(*name));
        }
    }

    // One item for each event.
    PgArray rooms;
    PgArray authors;
    PgArray nonces;
    // For those that have one.
    PgArray targets;
    PgArray names;
};

} // namespace

void PgFacts::lock(PgConnection& connection, std::span<const NewEvent* const> events)
{
    connection.send(lockRooms, Wanted(events).rooms);
}

PgFacts PgFacts::gather(PgConnection& connection, std::span<const NewEvent* const> events)
{
    const Wanted wanted(events);
    connection.send(lockRooms, wanted.rooms);
    connection.send(clock);
    connection.send(findBefore, wanted.rooms, wanted.authors, wanted.nonces);
    connection.send(findAuthors, wanted.rooms, wanted.authors);
    connection.send(findWriters, wanted.authors);
    if (!wanted.targets.isEmpty())
        connection.send(findTargets, wanted.targets);
    if (!wanted.names.isEmpty())
        connection.send(findTaken, wanted.names);

    std::vector<PgRows> found = connection.receive(); // of what was sent before, too
    PgFacts facts;
    const auto last = [&found] {
        PgRows rows = std::move(found.back());
        found.pop_back();
        return rows;
    };
    if (!wanted.names.isEmpty())
        facts.readNames(last());
    if (!wanted.targets.isEmpty())
        facts.readTargets(last());
    facts.readWriters(last());
    facts.readMembers(last());
    facts.readBefore(last());
    if (PgRows row = last(); row.next())
        facts.m_now = row.number(0);
    facts.readRooms(last());
    return facts;
}

void PgFacts::readRooms(PgRows row)
{
    while (row.next()) {
        PgRoom room{.number = row.number(1),
                    .log = LogId(row.bytes(2)),
                    .name = nameIn(row, 3),
                    .maker = UserId(row.bytes(4)),
                    .head = row.number(5),
                    .n = row.number(6),
                    .topic = row.text(7),
                    .lastTime = row.number(8),
                    .lastMessage = {}};
        if (!row.isNull(9))
            room.lastMessage = row.number(9);
        m_rooms.emplace(RoomId(row.bytes(0)), std::move(room));
    }
}

void PgFacts::readBefore(PgRows row)
{
    while (row.next()) {
        const RoomId room(row.bytes(12));
        if (auto event = readEvent(row, room))
            m_before.emplace(NonceKey(room, UserId(row.bytes(13)), Nonce(row.bytes(5))), *std::move(event));
    }
}

void PgFacts::readTargets(PgRows row)
{
    while (row.next()) {
        const qint64 place = row.number(1);
        m_targets.emplace(MessageId(row.bytes(0)),
                          Target{place, placeOf(place >> 32, row.number(2)), UserId(row.bytes(3)), row.number(4) != 0});
    }
}

void PgFacts::readMembers(PgRows row)
{
    while (row.next())
        m_members.emplace(row.number(0), UserId(row.bytes(1)));
}

void PgFacts::readWriters(PgRows row)
{
    while (row.next())
        m_writers.emplace(row.bytes(0));
}

void PgFacts::readNames(PgRows row)
{
    while (row.next())
        m_names.emplace(row.bytes(0), RoomId(row.bytes(1)));
}

PgRoom* PgFacts::room(const RoomId& room)
{
    const auto found = m_rooms.find(room);
    return found == m_rooms.end() ? nullptr : &found->second;
}

std::optional<Facts> PgFacts::of(const NewEvent& event)
{
    const PgRoom* room = this->room(event.room);
    if (!room)
        return std::nullopt;
    Facts facts;
    if (const auto before = m_before.find({event.room, event.author, event.nonce}); before != m_before.end()) {
        facts.before = before->second;
        return facts;
    }
    facts.head = room->head;
    facts.n = room->n;
    facts.lastTime = room->lastTime;
    facts.isMember = isMember(*room, event.author);
    facts.isMaker = !room->maker.isEmpty() && room->maker == event.author;
    if (const auto id = targetOf(event)) {
        const auto target = m_targets.find(*id);
        if (target != m_targets.end() && target->second.place >> 32 == room->number)
            facts.target = Facts::Target{target->second.author, target->second.isDeleted};
    }
    if (const RoomName* name = newNameOf(event)) {
        if (const auto named = m_names.find(directoryKey(*name)); named != m_names.end())
            facts.named = named->second;
    }
    return facts;
}

void PgFacts::took(const NewEvent& event, const DurableEvent& made)
{
    PgRoom& room = m_rooms.at(event.room);
    m_before.emplace(NonceKey(event.room, event.author, event.nonce), made);
    if (!event.author.isEmpty())
        m_writers.insert(event.author);
    if (event.authorship == Authorship::Present)
        m_members.emplace(room.number, event.author);
    const qint64 place = placeOf(room.number, seqOf(made));
    if (const auto* message = std::get_if<MessagePosted>(&made))
        m_targets.emplace(message->id, Target{place, place, event.author, false});
    if (std::holds_alternative<MessageEdited>(made))
        m_targets.at(*targetOf(event)).text = place;
    if (std::holds_alternative<MessageDeleted>(made))
        m_targets.at(*targetOf(event)).isDeleted = true;
    if (const RoomName* name = newNameOf(event)) {
        std::erase_if(m_names, [&](const auto& named) { return named.second == event.room; });
        m_names.insert_or_assign(directoryKey(*name), event.room);
    }
}

} // namespace parlance
