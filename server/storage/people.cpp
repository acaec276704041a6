#include "storage/people.h"

#include "protocol/limits.h"
#include "storage/refusals.h"

#include <algorithm>

namespace parlance {

People::People(Database& database, Newcomers& newcomers)
    : m_newcomers(newcomers)
    , m_find(database, "SELECT id, name FROM users WHERE user = ?1")
    , m_insert(database, "INSERT INTO users (user, name, last_seen) VALUES (?1, ?2, ?3) RETURNING id")
    , m_room(database, "SELECT id, log, head, n FROM rooms WHERE name = ?1")
    , m_enter(database, "INSERT INTO members (room, user, read) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT DO UPDATE SET read = max(read, excluded.read)")
    , m_leave(database, "DELETE FROM members WHERE room = ?1 AND user = ?2")
    , m_wrote(database, "UPDATE members SET read = ?3 WHERE room = ?1 AND user = ?2")
    , m_moveRead(database, "UPDATE members SET read = max(read, ?3) WHERE room = ?1 AND user = ?2")
    , m_rename(database, "UPDATE users SET name = ?2 WHERE id = ?1")
    , m_seen(database, "UPDATE users SET last_seen = ?2 WHERE id = ?1")
    , m_members(database, "SELECT u.user, u.name, m.read, u.last_seen FROM members AS m"
                          " JOIN users AS u ON u.id = m.user WHERE m.room = ?1")
    , m_memberships(database, "SELECT r.name, r.log, r.head, r.n, m.read FROM members AS m"
                              " JOIN rooms AS r ON r.id = m.room WHERE m.user = ?1 AND m.room > ?2"
                              " ORDER BY m.room LIMIT ?3")
    , m_membership(database, "SELECT r.name, r.log, r.head, r.n, m.read FROM members AS m"
                             " JOIN rooms AS r ON r.id = m.room WHERE m.room = ?1 AND m.user = ?2")
    , m_count(database, "SELECT count(*) FROM members WHERE room = ?1")
    , m_removeAll(database, "DELETE FROM members WHERE room = ?1")
{}

qint64 People::idOf(const UserId& user)
{
    Cursor row = m_find(user.text());
    return row.next() ? row.number(0) : 0;
}

qint64 People::roomId(const RoomName& room)
{
    Cursor row = m_room(room.text());
    return row.next() ? row.number(0) : 0;
}

qint64 People::store(const UserId& user, const QString& name)
{
    if (const qint64 known = idOf(user))
        return known;
    const NewPeople::Person* person = m_newcomers.people.find(user);
    qint64 id = 0;
    {
        Cursor row = m_insert(user.text(), name, person ? person->lastSeen : 0);
        if (row.next())
            id = row.number(0);
        row.run();
    }
    m_stored.push_back(user);
    if (!person)
        return id;
    for (const auto& [room, read] : person->reads) {
        if (const qint64 stored = roomId(room)) {
            m_enter(stored, id, read).run();
            m_moved.emplace_back(user, room);
        }
    }
    return id;
}

void People::roomStored(qint64 room, const RoomName& name)
{
    for (const UserId& user : m_newcomers.people.in(name)) {
        if (const qint64 stored = idOf(user)) {
            m_enter(room, stored, m_newcomers.people.find(user)->reads.at(name)).run();
            m_moved.emplace_back(user, name);
        }
    }
}

void People::wrote(qint64 room, qint64 user, qint64 n)
{
    m_wrote(room, user, n).run();
}

void People::settle()
{
    for (const auto& [user, room] : m_moved) {
        m_newcomers.people.leave(room, user);
        m_stored.push_back(user);
    }
    for (const UserId& user : m_stored) {
        const NewPeople::Person* person = m_newcomers.people.find(user);
        if (person && person->reads.empty())
            m_newcomers.people.erase(user);
    }
    unsettle();
}

void People::unsettle()
{
    m_moved.clear();
    m_stored.clear();
}

void People::enter(const RoomName& room, const MemberRecord& member, const QString& address)
{
    const qint64 user = idOf(member.user);
    const qint64 stored = user == 0 ? 0 : roomId(room);
    if (stored != 0)
        m_enter(stored, user, member.read).run();
    else
        m_newcomers.people.enter(room, member, address);
}

void People::moveRead(const RoomName& room, const UserId& user, qint64 n)
{
    m_moveRead(roomId(room), idOf(user), n).run();
    m_newcomers.people.moveRead(room, user, n);
}

void People::leave(const RoomName& room, const UserId& user)
{
    m_leave(roomId(room), idOf(user)).run();
    m_newcomers.people.leave(room, user);
}

void People::rename(const UserId& user, const UserName& name)
{
    m_rename(idOf(user), name.text()).run();
    if (NewPeople::Person* person = m_newcomers.people.find(user))
        person->name = name.text();
}

void People::seen(const UserId& user, qint64 when)
{
    m_seen(idOf(user), when).run();
    if (NewPeople::Person* person = m_newcomers.people.find(user))
        person->lastSeen = when;
}

bool People::isMoved(const UserId& user, const RoomName& room) const
{
    return std::ranges::find(m_moved, std::pair(user, room)) != m_moved.end();
}

std::vector<MemberRecord> People::membersOf(const RoomName& room)
{
    std::vector<MemberRecord> members;
    if (const qint64 stored = roomId(room)) {
        Cursor row = m_members(stored);
        while (row.next())
            members.push_back({UserId(row.bytes(0)), row.text(1), row.number(2), row.number(3)});
    }
    for (const UserId& user : m_newcomers.people.in(room)) {
        const NewPeople::Person& person = *m_newcomers.people.find(user);
        if (!isMoved(user, room))
            members.push_back({user, person.name, person.reads.at(room), person.lastSeen});
    }
    return members;
}

qint64 People::countIn(const RoomName& room)
{
    qint64 count = 0;
    if (Cursor row = m_count(roomId(room)); row.next())
        count = row.number(0);
    return count +
           std::ranges::count_if(m_newcomers.people.in(room), [&](const UserId& user) { return !isMoved(user, room); });
}

void People::removeAll(qint64 room)
{
    m_removeAll(room).run();
}

Membership People::unstored(const RoomName& room, qint64 read)
{
    Cursor row = m_room(room.text());
    if (row.next())
        return {room, LogId(row.bytes(1)), row.number(2), row.number(3), read};
    const LogId* log = m_newcomers.rooms.find(room);
    return {room, log ? *log : LogId(), 0, 0, read};
}

namespace {

std::optional<Membership> readMembership(const Cursor& row)
{
    auto room = RoomName::parse(row.text(0));
    if (!room)
        return std::nullopt;
    return Membership{*std::move(room), LogId(row.bytes(1)), row.number(2), row.number(3), row.number(4)};
}

bool isFull(const MembershipSlice& slice)
{
    return std::ssize(slice.rooms) == limits::membershipsPage;
}

} // namespace

IdentityRecord People::identity(const UserId& user)
{
    IdentityRecord record;
    const NewPeople::Person* person = m_newcomers.people.find(user);
    QString name = person ? person->name : QString();
    qint64 id = 0;
    if (Cursor row = m_find(user.text()); row.next()) {
        id = row.number(0);
        name = row.text(1);
    }
    if (auto parsed = UserName::parse(name))
        record.name = *std::move(parsed);
    addStored(record.memberships, id, 0);
    addUnstored(record.memberships, user, {});
    return record;
}

Result<MembershipSlice> People::memberships(const UserId& user, const RoomName& after)
{
    MembershipSlice slice;
    const qint64 id = idOf(user);
    const qint64 room = roomId(after);
    if (room == 0 && !m_newcomers.rooms.find(after))
        return noRoom(after);
    if (id != 0 && room != 0) {
        addStored(slice, id, room);
        addUnstored(slice, user, {});
    } else {
        addUnstored(slice, user, after);
    }
    return slice;
}

void People::addStored(MembershipSlice& slice, qint64 user, qint64 afterRoom)
{
    Cursor row = m_memberships(user, afterRoom, limits::membershipsPage + 1);
    while (row.next()) {
        if (isFull(slice)) {
            slice.more = true;
            return;
        }
        if (auto membership = readMembership(row))
            slice.rooms.push_back(*std::move(membership));
    }
}

void People::addUnstored(MembershipSlice& slice, const UserId& user, const std::optional<RoomName>& after)
{
    const NewPeople::Person* person = m_newcomers.people.find(user);
    if (!person || slice.more)
        return;
    auto mark = after ? person->reads.upper_bound(*after) : person->reads.begin();
    for (; mark != person->reads.end(); ++mark) {
        Membership membership = unstored(mark->first, mark->second);
        if (membership.log.isEmpty() || isMoved(user, mark->first))
            continue;
        if (isFull(slice)) {
            slice.more = true;
            return;
        }
        slice.rooms.push_back(std::move(membership));
    }
}

Result<Membership> People::membership(const UserId& user, const RoomName& room)
{
    if (Cursor row = m_membership(roomId(room), idOf(user)); row.next()) {
        if (auto membership = readMembership(row))
            return *std::move(membership);
    }
    if (const NewPeople::Person* person = m_newcomers.people.find(user)) {
        const auto mark = person->reads.find(room);
        if (mark != person->reads.end()) {
            Membership membership = unstored(room, mark->second);
            if (!membership.log.isEmpty()) // else the room was forgotten
                return membership;
        }
    }
    return joinFirst(room);
}

} // namespace parlance
