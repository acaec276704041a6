#include "storage/memorystore.h"

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
        know(event.author, event.authorName).wrote = true;
    answer<Appended>(std::move(done), std::move(result));
}

void MemoryStore::openRoom(const RoomName& room, bool create, Done<RoomRecord> done)
{
    MemoryLog* log = create ? &m_rooms.try_emplace(room, room).first->second : find(room);
    if (!log)
        return answer<RoomRecord>(std::move(done), noRoom(room));
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

/// True if there are more.
template <class Visitor>
bool MemoryStore::page(const RoomQuery& query, Visitor&& visit) const
{
    qint64 count = 0;
    for (auto it = query.after ? m_rooms.upper_bound(*query.after) : m_rooms.begin(); it != m_rooms.end(); ++it) {
        if (!it->first.text().startsWith(query.prefix, Qt::CaseInsensitive))
            continue;
        if (++count > query.limit)
            return true;
        visit(it->second);
    }
    return false;
}

void MemoryStore::rooms(const RoomQuery& query, Done<RoomSlice> done)
{
    RoomSlice slice;
    slice.more = page(query, [&](const MemoryLog& log) { slice.rooms.push_back(log.summary()); });
    answer<RoomSlice>(std::move(done), std::move(slice));
}

void MemoryStore::roomSizes(const RoomQuery& query, Done<RoomSizes> done)
{
    RoomSizes sizes;
    sizes.more = page(query, [&](const MemoryLog& log) { sizes.rooms.push_back(log.size()); });
    answer<RoomSizes>(std::move(done), std::move(sizes));
}

void MemoryStore::deleteRoom(const RoomName& room, Done<RoomSize> done)
{
    const auto node = m_rooms.extract(room);
    if (node.empty())
        return answer<RoomSize>(std::move(done), noRoom(room));
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
    m_rooms.insert(std::move(node));
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
    for (const auto& [room, log] : m_rooms) {
        if (log.reads.contains(user))
            record.rooms.push_back(log.membership(user));
    }
    answer<IdentityRecord>(std::move(done), std::move(record));
}

MemoryStore::Known& MemoryStore::know(const UserId& user, const QString& name)
{
    const auto [known, isNew] = m_known.try_emplace(user);
    if (isNew) {
        known->second.name = name;
        m_silent.push_back(user);
        if (m_silent.size() > maxSilent)
            forgetOldestSilent();
    }
    return known->second; // references stay good when others are inserted or erased
}

void MemoryStore::forgetOldestSilent()
{
    const UserId oldest = m_silent.front();
    m_silent.pop_front();
    if (m_known.at(oldest).wrote)
        return;
    m_known.erase(oldest);
    for (auto& [room, log] : m_rooms)
        log.reads.erase(oldest);
}

void MemoryStore::saveMember(const RoomName& room, const MemberRecord& member)
{
    MemoryLog* log = find(room);
    if (!log)
        return;
    know(member.user, member.name);
    qint64& read = log->reads[member.user];
    read = std::max(read, member.read);
}

void MemoryStore::removeMember(const RoomName& room, const UserId& user)
{
    if (MemoryLog* log = find(room))
        log->reads.erase(user);
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
