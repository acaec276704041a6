#include "storage/memorystore.h"

#include "storage/refusals.h"

namespace parlance {

template <class T>
void MemoryStore::answer(Done<T> done, Result<T> result)
{
    m_answers.push([done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
}

void MemoryStore::deliver()
{
    for (auto& call : m_answers.take())
        call();
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

void MemoryStore::rooms(const RoomQuery& query, Done<RoomSlice> done)
{
    RoomSlice slice;
    for (auto it = query.after ? m_rooms.upper_bound(*query.after) : m_rooms.begin(); it != m_rooms.end(); ++it) {
        if (!it->first.text().startsWith(query.prefix, Qt::CaseInsensitive))
            continue;
        if (std::ssize(slice.rooms) == query.limit) {
            slice.more = true;
            break;
        }
        slice.rooms.push_back(it->second.summary());
    }
    answer<RoomSlice>(std::move(done), std::move(slice));
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
