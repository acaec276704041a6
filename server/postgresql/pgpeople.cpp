#include "postgresql/pgpeople.h"

#include "domain/refusals.h"
#include "protocol/limits.h"
#include "storage/membershiprows.h"

namespace parlance {

namespace {

constexpr PgStatement addStranger{R"(INSERT INTO users ("user", name, silent, address) SELECT $1, $2, 1, $3)"
                                  " WHERE EXISTS (SELECT 1 FROM rooms WHERE room = $4) ON CONFLICT DO NOTHING"};
// Neither the room nor the person may be gone before this is committed.
constexpr PgStatement addMembership{R"(INSERT INTO members (room, "user", read) SELECT r.id, u.id, $3::bigint)"
                                    " FROM rooms AS r, users AS u WHERE r.room = $1 AND u.user = $2"
                                    " FOR KEY SHARE OF r, u ON CONFLICT DO NOTHING"};
constexpr PgStatement removeMembership{"DELETE FROM members AS m USING rooms AS r, users AS u"
                                       R"( WHERE r.room = $1 AND u.user = $2 AND m.room = r.id AND m."user" = u.id)"};
constexpr PgStatement setName{R"(INSERT INTO users ("user", name, silent, address) VALUES ($1, $2, 1, $3))"
                              R"( ON CONFLICT ("user") DO UPDATE SET name = excluded.name)"};
constexpr PgStatement keepPerson{
    R"(INSERT INTO users ("user", name) VALUES ($1, $2))"
    R"( ON CONFLICT ("user") DO UPDATE SET name = excluded.name, silent = 0, address = NULL)"};
constexpr PgStatement setSeen{"UPDATE users AS u SET last_seen = q.seen FROM unnest($1::text[], $2::bigint[])"
                              " AS q(who, seen) WHERE u.user = q.who AND u.last_seen < q.seen"};

constexpr PgStatement findName{R"(SELECT name FROM users WHERE "user" = $1)"};
constexpr PgStatement findIdentity{"SELECT name, CASE WHEN EXISTS (SELECT 1 FROM accounts WHERE person = $1)"
                                   R"( THEN 1 ELSE 0 END FROM users WHERE "user" = $1)"};
constexpr PgStatement findNumber{"SELECT id FROM rooms WHERE room = $1"};

// membershipColumns
#define PARLANCE_MEMBERSHIPS                                                                                           \
    "SELECT r.room, r.log, r.name, r.topic, CASE WHEN r.maker = u.user THEN 1 ELSE 0 END, r.head, r.n, m.read"         \
    " FROM users AS u JOIN members AS m ON m.user = u.id JOIN rooms AS r ON r.id = m.room"
constexpr PgStatement findMemberships{PARLANCE_MEMBERSHIPS
                                      " WHERE u.user = $1 AND m.room > $2 ORDER BY m.room LIMIT $3"};
constexpr PgStatement findMembership{PARLANCE_MEMBERSHIPS " WHERE u.user = $1 AND r.room = $2"};
#undef PARLANCE_MEMBERSHIPS

} // namespace

void PgPeople::enter(const RoomId& room, const MemberRecord& member, const QString& address)
{
    m_connection.send(addStranger, member.user.text(), member.name, address, room.text());
    m_connection.send(addMembership, room.text(), member.user.text(), member.read);
}

void PgPeople::leave(const RoomId& room, const UserId& user)
{
    m_connection.send(removeMembership, room.text(), user.text());
}

void PgPeople::rename(const UserId& user, const UserName& name, const QString& address)
{
    m_connection.send(setName, user.text(), name.text(), address);
}

std::optional<QString> PgPeople::nameOf(const UserId& user)
{
    PgRows row = m_connection.ask(findName, user.text());
    return row.next() ? std::optional(row.text(0)) : std::nullopt;
}

void PgPeople::keep(const UserId& user, const QString& name)
{
    m_connection.ask(keepPerson, user.text(), name);
}

void PgPeople::sendSeen(const std::map<UserId, qint64>& when)
{
    if (when.empty())
        return;
    PgArray users;
    PgArray times;
    for (const auto& [user, time] : when) {
        users.add(user.text());
        times.add(time);
    }
    m_connection.send(setSeen, users, times);
}

MembershipSlice PgPeople::sliceOf(PgRows rows)
{
    MembershipSlice slice;
    while (rows.next()) {
        if (std::ssize(slice.rooms) == limits::membershipsPage) {
            slice.more = true;
            break;
        }
        slice.rooms.push_back(readMembership(rows));
    }
    return slice;
}

IdentityRecord PgPeople::identity(const UserId& user)
{
    m_connection.send(findIdentity, user.text());
    m_connection.send(findMemberships, user.text(), 0, limits::membershipsPage + 1);
    std::vector<PgRows> found = m_connection.receive();
    IdentityRecord record;
    record.memberships = sliceOf(std::move(found.back()));
    if (PgRows& row = found[found.size() - 2]; row.next()) {
        if (auto name = UserName::parse(row.text(0)))
            record.name = *std::move(name);
        record.hasAccount = row.number(1) != 0;
    }
    return record;
}

Result<MembershipSlice> PgPeople::memberships(const UserId& user, const RoomId& after)
{
    PgRows room = m_connection.ask(findNumber, after.text());
    if (!room.next())
        return noRoom();
    return sliceOf(m_connection.ask(findMemberships, user.text(), room.number(0), limits::membershipsPage + 1));
}

Result<Membership> PgPeople::membership(const UserId& user, const RoomId& room)
{
    PgRows row = m_connection.ask(findMembership, user.text(), room.text());
    return row.next() ? Result(readMembership(row)) : joinFirst();
}

} // namespace parlance
