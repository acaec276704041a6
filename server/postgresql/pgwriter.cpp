#include "postgresql/pgwriter.h"

#include "base/faultpoint.h"
#include "postgresql/pgsqlsession.h"
#include "storage/accounttables.h"

namespace parlance {

namespace {

// The key is the bytes "acco". Until the end of the transaction.
constexpr PgStatement lockAccounts{"SELECT pg_advisory_xact_lock(1633903471)"};

} // namespace

void PgWriter::begin()
{
    if (!std::exchange(m_isOpen, true))
        m_connection.send(beginTransaction);
}

void PgWriter::lock(std::span<const NewEvent* const> events)
{
    begin();
    PgFacts::lock(m_connection, events);
}

void PgWriter::expect(std::span<const NewEvent* const> events)
{
    begin();
    flushEvents();
    m_facts = PgFacts::gather(m_connection, events);
}

Result<Appended> PgWriter::append(const NewEvent& event)
{
    NewEvent now = event;
    now.timestamp = m_facts->now();
    auto decided = decide(now, m_facts->of(now));
    if (!decided || decided->repeated)
        return decided;
    faultPoint(FaultPoint::BeforeInsert);
    m_rows.add(*m_facts, now, decided->event);
    return decided;
}

/// What the events have written is sent before anything else.
void PgWriter::flushEvents()
{
    if (m_facts)
        std::exchange(m_rows, PgEventRows(m_level)).send(m_connection, *m_facts, m_notices);
    m_facts.reset();
}

void PgWriter::flush()
{
    flushEvents();
    if (!m_marks.empty() || !m_seen.empty())
        begin();
    for (const auto& [who, n] : m_marks)
        m_notices.add({.kind = Notice::Kind::Read, .room = who.first, .user = who.second, .n = n});
    sendReadMarks(m_connection, std::exchange(m_marks, {}));
    m_people.sendSeen(std::exchange(m_seen, {}));
}

PgRooms& PgWriter::read()
{
    flush();
    return m_rooms;
}

Result<RoomId> PgWriter::makeRoom(const NewRoom& room)
{
    begin();
    ++m_strangers;
    return read().make(room);
}

Result<RoomSize> PgWriter::deleteRoom(const RoomId& room)
{
    begin();
    auto size = read().end(room, m_notices);
    m_hasLeftovers |= bool(size);
    return size;
}

IdentityRecord PgWriter::identity(const UserId& user)
{
    flush();
    return m_people.identity(user);
}

Result<MembershipSlice> PgWriter::memberships(const UserId& user, const RoomId& after)
{
    flush();
    return m_people.memberships(user, after);
}

Result<Membership> PgWriter::membership(const UserId& user, const RoomId& room)
{
    flush();
    return m_people.membership(user, room);
}

void PgWriter::saveMember(const RoomId& room, const MemberRecord& member, const QString& address)
{
    begin();
    flushEvents();
    ++m_strangers;
    m_people.enter(room, member, address);
    m_notices.add(
        {.kind = Notice::Kind::Entered, .room = room, .user = member.user, .name = member.name, .n = member.read});
}

void PgWriter::moveRead(const RoomId& room, const UserId& user, qint64 n)
{
    qint64& mark = m_marks[{room, user}];
    mark = std::max(mark, n);
}

void PgWriter::removeMember(const RoomId& room, const UserId& user)
{
    begin();
    flush(); // whoever leaves and comes back has read what they had read before
    m_people.leave(room, user);
    m_notices.add({.kind = Notice::Kind::Left, .room = room, .user = user});
}

void PgWriter::saveName(const UserId& user, const UserName& name, const QString& address)
{
    begin();
    flushEvents();
    ++m_strangers;
    m_people.rename(user, name, address);
    m_notices.add({.kind = Notice::Kind::Renamed, .user = user, .name = name.text()});
}

void PgWriter::saveSeen(const UserId& user, qint64 when)
{
    qint64& seen = m_seen[user];
    seen = std::max(seen, when);
}

Result<Nothing> PgWriter::withAccounts(BookAccess access, const AccountWork& work)
{
    flush();
    if (access == BookAccess::Write) {
        begin();
        m_connection.send(lockAccounts);
    }
    PgSqlSession session(m_connection);
    AccountTables tables(session, m_people);
    work(tables);
    for (const UserId& user : tables.added())
        m_notices.add({.kind = Notice::Kind::Registered, .user = user});
    for (const DeviceRow& device : tables.ended())
        m_notices.add(
            {.kind = Notice::Kind::SignedOut, .user = device.user, .name = QString::fromLatin1(device.id.text())});
    return Nothing();
}

LiveNodes PgWriter::renewNode(const NodeRecord& self)
{
    begin();
    return PgNodes(m_connection).renew(self);
}

void PgWriter::resignNode(const NodeId& node)
{
    begin();
    flushEvents();
    PgNodes(m_connection).resign(node);
}

bool PgWriter::commit()
{
    flush();
    if (m_isOpen) {
        m_notices.send(m_connection);
        faultPoint(FaultPoint::BeforeCommit);
        m_connection.send(commitTransaction);
    }
    m_connection.receive();
    if (!m_connection.failed() && m_isOpen)
        faultPoint(FaultPoint::AfterCommit);
    return !m_connection.failed();
}

} // namespace parlance
