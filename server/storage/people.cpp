#include "storage/people.h"

#include "domain/refusals.h"
#include "protocol/limits.h"
#include "storage/membershiprows.h"

namespace parlance {

namespace {

/// Stands for a room's number in the row of a silent person who is in no room; that row counts, too.
constexpr qint64 inNoRoom = 0;

/// The tables that membershipColumns are of.
constexpr std::string_view membershipTables =
    " FROM members AS m JOIN rooms AS r ON r.id = m.room JOIN users AS u ON u.id = m.user";

std::string selectMemberships(std::string_view rest)
{
    return std::string("SELECT ").append(membershipColumns).append(membershipTables).append(rest);
}

} // namespace

People::People(Database& database)
    : m_find(database, "SELECT id, name, silent FROM users WHERE user = ?1")
    , m_hasAccount(database, "SELECT 1 FROM accounts WHERE person = ?1")
    , m_insert(database, "INSERT INTO users (user, name, last_seen, silent, address) VALUES (?1, ?2, 0, ?3, ?4)"
                         " RETURNING id")
    , m_speak(database, "UPDATE users SET silent = 0, address = NULL WHERE id = ?1")
    , m_forget(database, "DELETE FROM users WHERE id = ?1")
    , m_room(database, "SELECT id FROM rooms WHERE room = ?1")
    , m_isMember(database, "SELECT 1 FROM members WHERE room = ?1 AND user = ?2")
    , m_enter(database, "INSERT INTO members (room, user, read) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
    , m_leave(database, "DELETE FROM members WHERE room = ?1 AND user = ?2")
    , m_wrote(database, "UPDATE members SET read = ?3 WHERE room = ?1 AND user = ?2")
    , m_moveRead(database, "UPDATE members SET read = max(read, ?3) WHERE room = ?1 AND user = ?2")
    , m_rename(database, "UPDATE users SET name = ?2 WHERE id = ?1")
    , m_seen(database, "UPDATE users SET last_seen = ?2 WHERE id = ?1")
    , m_members(database, "SELECT u.user, u.name, m.read, u.last_seen FROM members AS m"
                          " JOIN users AS u ON u.id = m.user WHERE m.room = ?1")
    , m_memberships(database, selectMemberships(" WHERE m.user = ?1 AND m.room > ?2 ORDER BY m.room LIMIT ?3"))
    , m_membership(database, selectMemberships(" WHERE m.room = ?1 AND m.user = ?2"))
    , m_count(database, "SELECT count(*) FROM members WHERE room = ?1")
    , m_ids(database, "SELECT u.id, u.silent FROM members AS m JOIN users AS u ON u.id = m.user WHERE m.room = ?1")
    , m_names(database, "SELECT r.room, u.user FROM rooms AS r, users AS u WHERE r.id = ?1 AND u.id = ?2")
    , m_stranger(database, "SELECT address FROM users WHERE id = ?1 AND silent"
                           " AND NOT EXISTS (SELECT 1 FROM members WHERE user = ?1)")
    , m_allSilent(database,
                  "SELECT u.id, ifnull(m.room, 0), u.address FROM users AS u LEFT JOIN members AS m ON m.user = u.id"
                  " WHERE u.silent ORDER BY u.id, m.room")
{}

void People::reload()
{
    decltype(m_silent)::Rows rows;
    for (Cursor row = m_allSilent(); row.next();)
        rows.push_back({{row.number(0), row.number(1)}, row.optionalText(2)});
    m_silent.reset(rows);
}

People::Person People::find(const UserId& user)
{
    Cursor row = m_find(user.text());
    return row.next() ? Person{row.number(0), row.number(2) != 0} : Person{};
}

qint64 People::idOf(const UserId& user)
{
    return find(user).id;
}

qint64 People::roomId(const RoomId& room)
{
    Cursor row = m_room(room.text());
    return row.next() ? row.number(0) : 0;
}

People::Person People::findOrStore(const UserId& user, const QString& name, bool isSilent,
                                   const std::optional<QString>& address)
{
    if (const Person known = find(user); known.id != 0)
        return known;
    Cursor row = m_insert(user.text(), name, isSilent, address);
    const Person stored{row.next() ? row.number(0) : 0, isSilent};
    row.run();
    if (isSilent)
        m_silent.add({stored.id, inNoRoom}, address.value_or(QString()));
    return stored;
}

qint64 People::author(const UserId& user, const QString& name)
{
    const Person person = findOrStore(user, name, false, {});
    if (person.isSilent) {
        m_speak(person.id).run();
        m_silent.removeAll(person.id);
    }
    return person.id;
}

std::optional<QString> People::nameOf(const UserId& user)
{
    Cursor row = m_find(user.text());
    return row.next() ? std::optional(row.text(1)) : std::nullopt;
}

void People::keep(const UserId& user, const QString& name)
{
    m_rename(author(user, name), name).run();
}

void People::wrote(qint64 room, qint64 user, qint64 n)
{
    m_wrote(room, user, n).run();
}

bool People::isMember(qint64 room, qint64 user)
{
    return m_isMember(room, user).next();
}

void People::enter(qint64 room, qint64 user, qint64 read)
{
    m_enter(room, user, read).run();
}

void People::enter(const RoomId& room, const MemberRecord& member, const QString& address)
{
    const qint64 id = roomId(room);
    if (id == 0)
        return;
    const Person person = findOrStore(member.user, member.name, true, address);
    m_enter(id, person.id, member.read).run();
    if (!person.isSilent)
        return;
    m_silent.remove({person.id, inNoRoom});
    m_silent.add({person.id, id}, address);
}

void People::moveRead(const RoomId& room, const UserId& user, qint64 n)
{
    m_moveRead(roomId(room), idOf(user), n).run();
}

void People::leave(const RoomId& room, const UserId& user)
{
    leave(roomId(room), find(user));
}

void People::leave(qint64 room, const Person& person)
{
    if (room == inNoRoom)
        return; // the room has ended
    m_leave(room, person.id).run();
    if (!person.isSilent)
        return;
    m_silent.remove({person.id, room});
    if (Cursor row = m_stranger(person.id); row.next())
        m_silent.add({person.id, inNoRoom}, row.text(0));
}

void People::empty(qint64 room)
{
    std::vector<Person> people;
    for (Cursor row = m_ids(room); row.next();)
        people.push_back({row.number(0), row.number(1) != 0});
    for (const Person& person : people)
        leave(room, person);
}

std::vector<SweptMember> People::sweep(int count)
{
    std::vector<SweptMember> swept;
    for (; count > 0; --count) {
        const auto key = m_silent.next();
        if (!key)
            break;
        const auto [person, room] = *key;
        if (room == inNoRoom) {
            m_silent.removeAll(person);
            m_forget(person).run();
            continue;
        }
        if (Cursor row = m_names(room, person); row.next())
            swept.push_back({RoomId(row.bytes(0)), UserId(row.bytes(1))});
        leave(room, {person, true});
    }
    return swept;
}

void People::rename(const UserId& user, const UserName& name, const QString& address)
{
    if (const qint64 known = idOf(user); known != 0)
        m_rename(known, name.text()).run();
    else
        findOrStore(user, name.text(), true, address);
}

void People::seen(const UserId& user, qint64 when)
{
    m_seen(idOf(user), when).run();
}

std::vector<MemberRecord> People::membersOf(qint64 room)
{
    std::vector<MemberRecord> members;
    for (Cursor row = m_members(room); row.next();)
        members.push_back({UserId(row.bytes(0)), row.text(1), row.number(2), row.number(3)});
    return members;
}

qint64 People::countIn(qint64 room)
{
    Cursor row = m_count(room);
    return row.next() ? row.number(0) : 0;
}

IdentityRecord People::identity(const UserId& user)
{
    IdentityRecord record;
    qint64 id = 0;
    if (Cursor row = m_find(user.text()); row.next()) {
        id = row.number(0);
        if (auto name = UserName::parse(row.text(1)))
            record.name = *std::move(name);
    }
    record.hasAccount = m_hasAccount(user.text()).next();
    addMemberships(record.memberships, id, 0);
    return record;
}

Result<MembershipSlice> People::memberships(const UserId& user, const RoomId& after)
{
    const qint64 room = roomId(after);
    if (room == 0)
        return noRoom();
    MembershipSlice slice;
    addMemberships(slice, idOf(user), room);
    return slice;
}

void People::addMemberships(MembershipSlice& slice, qint64 user, qint64 afterRoom)
{
    Cursor row = m_memberships(user, afterRoom, limits::membershipsPage + 1);
    while (row.next()) {
        if (std::ssize(slice.rooms) == limits::membershipsPage) {
            slice.more = true;
            return;
        }
        slice.rooms.push_back(readMembership(row));
    }
}

Result<Membership> People::membership(const UserId& user, const RoomId& room)
{
    if (Cursor row = m_membership(roomId(room), idOf(user)); row.next())
        return readMembership(row);
    return joinFirst();
}

} // namespace parlance
