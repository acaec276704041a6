#include "storage/memorystore.h"

#include "domain/refusals.h"
#include "protocol/limits.h"
#include "storage/directorypage.h"
#include "storage/logschema.h"

namespace parlance {

namespace {

const RoomId nowhere{}; // in place of a room: a silent person who is in none counts as well

} // namespace

MemoryStore::MemoryStore(std::function<void()> wake)
    : m_database(QStringLiteral(":memory:"), Database::Access::ReadWrite)
    , m_answers(std::move(wake))
{
    for (const char* statement : accountTables())
        m_database.execute(statement);
}

template <class T>
void MemoryStore::answer(Done<T> done, Result<T> result)
{
    ++m_waiting;
    m_answers.push([done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
}

void MemoryStore::deliver()
{
    for (auto& call : m_answers.take()) {
        --m_waiting;
        call();
    }
}

MemoryLog* MemoryStore::find(const RoomId& room)
{
    const auto found = m_rooms.find(room);
    return found == m_rooms.end() ? nullptr : &found->second;
}

void MemoryStore::append(NewEvent event, Done<Appended> done)
{
    MemoryLog* log = find(event.room);
    const RoomName* name = newNameOf(event);
    const QByteArray former = name && log ? directoryKey(log->name()) : QByteArray();
    auto result = log ? log->append(event, name ? named(*name) : std::nullopt) : Result<Appended>(noRoom());
    if (result) {
        if (!event.author.isEmpty())
            wrote(event.author, event.authorName);
        if (log->reads.contains(event.author))
            m_known.at(event.author).rooms.insert(event.room);
        m_emptyRooms.removeAll(event.room);
        if (name) {
            m_directory.erase(former);
            m_directory.emplace(directoryKey(log->name()), event.room);
        }
    }
    answer<Appended>(std::move(done), std::move(result));
}

std::optional<RoomId> MemoryStore::named(const RoomName& name) const
{
    const auto found = m_directory.find(directoryKey(name));
    return found == m_directory.end() ? std::nullopt : std::optional(found->second);
}

RoomRecord MemoryStore::recordOf(const RoomId& room, const MemoryLog& log) const
{
    RoomRecord record{room, log.log(), log.name(), log.topic(), log.maker(), log.head(), log.count(), {}};
    for (const auto& [user, read] : log.reads) {
        const Known& known = m_known.at(user);
        record.members.push_back({user, known.name, read, known.lastSeen});
    }
    return record;
}

void MemoryStore::openRoom(const RoomId& room, Done<RoomRecord> done)
{
    const MemoryLog* log = find(room);
    answer<RoomRecord>(std::move(done), log ? Result(recordOf(room, *log)) : noRoom());
}

void MemoryStore::roomNamed(const RoomName& name, Done<RoomId> done)
{
    const auto room = named(name);
    answer<RoomId>(std::move(done), room ? Result(*room) : noRoomNamed(name));
}

void MemoryStore::makeRoom(const NewRoom& room, Done<RoomId> done)
{
    if (auto known = named(room.name))
        return answer<RoomId>(std::move(done), *std::move(known));
    m_rooms.try_emplace(room.room, room);
    m_directory.emplace(directoryKey(room.name), room.room);
    m_emptyRooms.add({room.room, 0}, room.address);
    answer<RoomId>(std::move(done), room.room);
    sweep();
}

void MemoryStore::eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count,
                              Done<EventSlice> done)
{
    const MemoryLog* log = find(room);
    answer<EventSlice>(std::move(done), log ? log->eventsAfter(reader, since, count) : noRoom());
}

void MemoryStore::messages(const UserId& reader, const RoomId& room, const MessageQuery& query, Done<MessageSlice> done)
{
    const MemoryLog* log = find(room);
    answer<MessageSlice>(std::move(done), log ? log->messages(reader, query) : noRoom());
}

void MemoryStore::missedEvents(const RoomId& room, qint64 since, qint64 count, Done<EventSlice> done)
{
    const MemoryLog* log = find(room);
    answer<EventSlice>(std::move(done), log ? Result(log->slice(since, count)) : noRoom());
}

void MemoryStore::headsOf(const std::vector<RoomId>& rooms, Done<std::vector<RoomHead>> done)
{
    std::vector<RoomHead> heads;
    for (const RoomId& room : rooms) {
        if (const MemoryLog* log = find(room))
            heads.push_back({room, log->log(), log->head()});
    }
    answer<std::vector<RoomHead>>(std::move(done), std::move(heads));
}

RoomSlice MemoryStore::page(const RoomQuery& query) const
{
    std::vector<DirectoryEntry> rooms;
    qint64 left = directoryReach(query);
    auto it = query.after ? m_directory.upper_bound(directoryKey(*query.after)) : m_directory.begin();
    for (; it != m_directory.end() && left > 0; ++it, --left)
        rooms.push_back({it->first, m_rooms.at(it->second).summary()});
    return directoryPage(query, std::move(rooms));
}

void MemoryStore::rooms(const RoomQuery& query, Done<RoomSlice> done)
{
    answer<RoomSlice>(std::move(done), page(query));
}

void MemoryStore::roomSizes(const RoomQuery& query, Done<RoomSizes> done)
{
    const RoomSlice slice = page(query);
    RoomSizes sizes{{}, slice.next.has_value()};
    for (const RoomSummary& summary : slice.rooms)
        sizes.rooms.push_back(m_rooms.at(summary.room).size());
    answer<RoomSizes>(std::move(done), std::move(sizes));
}

void MemoryStore::deleteRoom(const RoomId& room, Done<RoomSize> done)
{
    const auto node = m_rooms.extract(room);
    if (node.empty())
        return answer<RoomSize>(std::move(done), noRoom());
    m_directory.erase(directoryKey(node.mapped().name()));
    m_emptyRooms.removeAll(room);
    empty(room, node.mapped());
    answer<RoomSize>(std::move(done), node.mapped().size());
}

IdentityRecord MemoryStore::identity(const UserId& user)
{
    IdentityRecord record;
    if (const auto known = m_known.find(user); known != m_known.end()) {
        if (auto name = UserName::parse(known->second.name))
            record.name = *std::move(name);
    }
    record.hasAccount = m_accounts.accounts().ofUser(user).has_value();
    record.memberships = membershipsOf(user, {});
    return record;
}

void MemoryStore::identity(const UserId& user, Done<IdentityRecord> done)
{
    answer<IdentityRecord>(std::move(done), identity(user));
}

void MemoryStore::memberships(const UserId& user, const RoomId& after, Done<MembershipSlice> done)
{
    answer<MembershipSlice>(std::move(done), find(after) ? Result(membershipsOf(user, after)) : noRoom());
}

MembershipSlice MemoryStore::membershipsOf(const UserId& user, const std::optional<RoomId>& after)
{
    MembershipSlice slice;
    const auto known = m_known.find(user);
    if (known == m_known.end())
        return slice;
    const auto& rooms = known->second.rooms;
    for (auto it = after ? rooms.upper_bound(*after) : rooms.begin(); it != rooms.end(); ++it) {
        if (std::ssize(slice.rooms) == limits::membershipsPage) {
            slice.more = true;
            break;
        }
        slice.rooms.push_back(m_rooms.at(*it).membership(user));
    }
    return slice;
}

void MemoryStore::membership(const UserId& user, const RoomId& room, Done<Membership> done)
{
    const MemoryLog* log = find(room);
    const bool isMember = log && log->reads.contains(user);
    answer<Membership>(std::move(done), isMember ? Result(log->membership(user)) : joinFirst());
}

void MemoryStore::wrote(const UserId& user, const QString& name)
{
    const auto [known, isNew] = m_known.try_emplace(user);
    if (isNew)
        known->second.name = name;
    if (std::exchange(known->second.isSilent, false))
        m_silent.removeAll(user);
}

/// Somebody, who is a stranger from that address if they were not known.
MemoryStore::Known& MemoryStore::known(const UserId& user, const QString& name, const QString& address)
{
    const auto [known, isNew] = m_known.try_emplace(user);
    if (isNew) {
        known->second.name = name;
        known->second.address = address;
        m_silent.add({user, nowhere}, address);
    }
    return known->second;
}

void MemoryStore::leave(const RoomId& room, const UserId& user)
{
    const auto known = m_known.find(user);
    if (known == m_known.end())
        return;
    known->second.rooms.erase(room);
    m_silent.remove({user, room});
    if (known->second.isSilent && known->second.rooms.empty())
        m_silent.add({user, nowhere}, known->second.address);
}

void MemoryStore::empty(const RoomId& room, const MemoryLog& log)
{
    for (const auto& [user, read] : log.reads)
        leave(room, user);
}

void MemoryStore::sweep()
{
    Swept swept;
    while (const auto key = m_silent.next()) {
        const auto [user, room] = *key;
        if (room == nowhere) {
            m_silent.removeAll(user);
            m_known.erase(user);
            continue;
        }
        m_rooms.at(room).reads.erase(user);
        leave(room, user);
        swept.members.push_back({room, user});
    }
    while (const auto key = m_emptyRooms.next()) {
        const auto node = m_rooms.extract(key->first);
        empty(key->first, node.mapped());
        m_directory.erase(directoryKey(node.mapped().name()));
        m_emptyRooms.remove(*key);
        swept.rooms.push_back(key->first);
    }
    if (m_swept && (!swept.members.empty() || !swept.rooms.empty()))
        answer<Swept>([this](const Result<Swept>& gone) { m_swept(*gone); }, std::move(swept));
}

void MemoryStore::saveMember(const RoomId& room, const MemberRecord& member, const QString& address)
{
    MemoryLog* log = find(room);
    if (!log)
        return;
    Known& person = known(member.user, member.name, address);
    person.rooms.insert(room);
    log->reads.try_emplace(member.user, member.read);
    if (person.isSilent) {
        m_silent.remove({member.user, nowhere});
        m_silent.add({member.user, room}, address);
    }
    sweep();
}

void MemoryStore::moveRead(const RoomId& room, const UserId& user, qint64 n)
{
    MemoryLog* log = find(room);
    if (!log)
        return;
    if (const auto mark = log->reads.find(user); mark != log->reads.end())
        mark->second = std::max(mark->second, n);
}

void MemoryStore::removeMember(const RoomId& room, const UserId& user)
{
    if (MemoryLog* log = find(room))
        log->reads.erase(user);
    leave(room, user);
}

void MemoryStore::saveName(const UserId& user, const UserName& name, const QString& address, Done<Nothing> done)
{
    known(user, name.text(), address).name = name.text();
    sweep();
    if (done)
        answer<Nothing>(std::move(done), Nothing());
}

std::optional<QString> MemoryStore::nameOf(const UserId& user)
{
    const auto known = m_known.find(user);
    return known == m_known.end() ? std::nullopt : std::optional(known->second.name);
}

void MemoryStore::keep(const UserId& user, const QString& name)
{
    wrote(user, name);
    m_known[user].name = name;
}

void MemoryStore::withAccounts(BookAccess, AccountWork work, Done<Nothing> done)
{
    work(m_accounts);
    if (done)
        answer<Nothing>(std::move(done), Nothing());
}

void MemoryStore::saveSeen(const UserId& user, qint64 when)
{
    if (const auto known = m_known.find(user); known != m_known.end())
        known->second.lastSeen = when;
}

} // namespace parlance
