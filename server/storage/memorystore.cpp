#include "storage/memorystore.h"

#include "protocol/limits.h"
#include "storage/directorypage.h"
#include "storage/refusals.h"

namespace parlance {

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

MemoryLog* MemoryStore::find(const RoomName& room)
{
    const auto found = m_rooms.find(room);
    return found == m_rooms.end() ? nullptr : &found->second;
}

void MemoryStore::append(NewEvent event, Done<Appended> done)
{
    MemoryLog* log = find(event.room);
    auto result = log ? log->append(event) : Result<Appended>(noRoom(event.room));
    if (result)
        wrote(event.author, event.authorName);
    answer<Appended>(std::move(done), std::move(result));
}

void MemoryStore::openRoom(const RoomName& room, bool create, Done<RoomRecord> done)
{
    MemoryLog* log = create ? &m_rooms.try_emplace(room, room).first->second : find(room);
    if (!log)
        return answer<RoomRecord>(std::move(done), noRoom(room));
    m_directory.try_emplace(DirectoryKey(room), room);
    RoomRecord record{room, log->log(), log->head(), log->count(), log->topic(), {}};
    for (const auto& [user, read] : log->reads) {
        const Known& known = m_known.at(user);
        record.members.push_back({user, known.name, read, known.lastSeen});
    }
    answer<RoomRecord>(std::move(done), std::move(record));
}

void MemoryStore::eventsAfter(const RoomName& room, qint64 since, qint64 count, Done<EventSlice> done)
{
    const MemoryLog* log = find(room);
    answer<EventSlice>(std::move(done), log ? Result(log->eventsAfter(since, count)) : noRoom(room));
}

void MemoryStore::messages(const RoomName& room, const MessageQuery& query, Done<MessageSlice> done)
{
    const MemoryLog* log = find(room);
    answer<MessageSlice>(std::move(done), log ? Result(log->messages(query)) : noRoom(room));
}

RoomSlice MemoryStore::page(const RoomQuery& query) const
{
    std::vector<RoomSummary> rooms;
    qint64 left = directoryReach(query);
    auto it = query.after ? m_directory.upper_bound(DirectoryKey(*query.after)) : m_directory.begin();
    for (; it != m_directory.end() && left > 0; ++it, --left)
        rooms.push_back(m_rooms.at(it->second).summary());
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

void MemoryStore::deleteRoom(const RoomName& room, Done<RoomSize> done)
{
    const auto node = m_rooms.extract(room);
    if (node.empty())
        return answer<RoomSize>(std::move(done), noRoom(room));
    m_directory.erase(DirectoryKey(room));
    for (const auto& [user, read] : node.mapped().reads)
        m_known.at(user).rooms.erase(room);
    m_ended.insert(node.mapped().log());
    answer<RoomSize>(std::move(done), node.mapped().size());
}

void MemoryStore::renameRoom(const RoomName& room, const RoomName& to, Done<RoomSize> done)
{
    if (!find(room))
        return answer<RoomSize>(std::move(done), noRoom(room));
    if (find(to))
        return answer<RoomSize>(std::move(done), roomExists(to));
    auto node = m_rooms.extract(room);
    const RoomSize size = node.mapped().size();
    m_ended.insert(node.mapped().log());
    node.mapped().rename(to);
    node.key() = to;
    for (const auto& [user, read] : node.mapped().reads) {
        m_known.at(user).rooms.erase(room);
        m_known.at(user).rooms.insert(to);
    }
    m_rooms.insert(std::move(node));
    m_directory.erase(DirectoryKey(room));
    m_directory.emplace(DirectoryKey(to), to);
    answer<RoomSize>(std::move(done), size);
}

void MemoryStore::wasEnded(const LogId& log, Done<bool> done)
{
    answer<bool>(std::move(done), m_ended.contains(log));
}

void MemoryStore::identity(const UserId& user, Done<IdentityRecord> done)
{
    IdentityRecord record;
    if (const auto known = m_known.find(user); known != m_known.end()) {
        if (auto name = UserName::parse(known->second.name))
            record.name = *std::move(name);
    }
    record.memberships = membershipsOf(user, {});
    answer<IdentityRecord>(std::move(done), std::move(record));
}

void MemoryStore::memberships(const UserId& user, const RoomName& after, Done<MembershipSlice> done)
{
    answer<MembershipSlice>(std::move(done), find(after) ? Result(membershipsOf(user, after)) : noRoom(after));
}

MembershipSlice MemoryStore::membershipsOf(const UserId& user, const std::optional<RoomName>& after)
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

void MemoryStore::membership(const UserId& user, const RoomName& room, Done<Membership> done)
{
    const MemoryLog* log = find(room);
    const bool isMember = log && log->reads.contains(user);
    answer<Membership>(std::move(done), isMember ? Result(log->membership(user)) : joinFirst(room));
}

MemoryStore::Known& MemoryStore::know(const UserId& user, const QString& name, const QString& address)
{
    const auto [known, isNew] = m_known.try_emplace(user);
    if (isNew) {
        known->second.name = name;
        known->second.silent = ++m_lastSilent;
        m_silent.emplace(m_lastSilent, user);
        m_shares.add(m_lastSilent, address);
    }
    return known->second; // references stay good when others are inserted or erased
}

void MemoryStore::wrote(const UserId& user, const QString& name)
{
    Known& known = know(user, name, {});
    m_silent.erase(known.silent);
    m_shares.remove(std::exchange(known.silent, 0));
}

void MemoryStore::forget(quint64 silent)
{
    const auto user = m_silent.extract(silent);
    m_shares.remove(silent);
    const auto known = m_known.extract(user.mapped());
    for (const RoomName& room : known.mapped().rooms)
        m_rooms.at(room).reads.erase(user.mapped());
}

void MemoryStore::saveMember(const RoomName& room, const MemberRecord& member, const QString& address)
{
    MemoryLog* log = find(room);
    if (!log)
        return;
    know(member.user, member.name, address).rooms.insert(room);
    qint64& read = log->reads[member.user];
    read = std::max(read, member.read);
    if (m_silent.size() > maxSilent)
        forget(*m_shares.next());
}

void MemoryStore::moveRead(const RoomName& room, const UserId& user, qint64 n)
{
    MemoryLog* log = find(room);
    if (!log)
        return;
    if (const auto mark = log->reads.find(user); mark != log->reads.end())
        mark->second = std::max(mark->second, n);
}

void MemoryStore::removeMember(const RoomName& room, const UserId& user)
{
    if (MemoryLog* log = find(room))
        log->reads.erase(user);
    if (const auto known = m_known.find(user); known != m_known.end())
        known->second.rooms.erase(room);
}

void MemoryStore::saveName(const UserId& user, const UserName& name)
{
    if (const auto known = m_known.find(user); known != m_known.end())
        known->second.name = name.text();
}

void MemoryStore::saveSeen(const UserId& user, qint64 when)
{
    if (const auto known = m_known.find(user); known != m_known.end())
        known->second.lastSeen = when;
}

} // namespace parlance
