#include "models/notices.h"

#include "protocol/limits.h"

#include <algorithm>

namespace parlance::client {

Notices::Notices(Client& client, const Clock& clock)
    : m_client(client)
    , m_clock(clock)
{
    for (const auto& [id, room] : m_client.state().rooms)
        m_rooms[id] = {{}, room.present, room.live};
    m_client.add(*this);
}

Notices::~Notices()
{
    m_client.remove(*this);
}

std::span<const Notice> Notices::after(const RoomId& room, qint64 n) const
{
    const auto found = m_rooms.find(room);
    if (found == m_rooms.end())
        return {};
    const std::vector<Notice>& all = found->second.notices;
    const auto first = std::ranges::lower_bound(all, n, {}, &Notice::after);
    const auto last = std::ranges::upper_bound(all, n, {}, &Notice::after);
    return std::span(all).subspan(size_t(first - all.begin()), size_t(last - first));
}

void Notices::roomRemoved(const RoomId& room)
{
    m_rooms.erase(room);
}

void Notices::roomChanged(const RoomId& room)
{
    const RoomState* state = m_client.state().room(room);
    if (state && !state->live)
        m_rooms[room].live = false;
}

void Notices::presenceChanged(const RoomId& room)
{
    const RoomState* state = m_client.state().room(room);
    if (!state)
        return;
    Known& known = m_rooms[room];
    // Who came and went while there was no connection is nobody's news.
    if (known.live && state->live && state->userCount <= limits::users)
        compare(room, known, *state);
    known.live = state->live;
    known.present = state->present;
}

void Notices::compare(const RoomId& roomId, Known& known, const RoomState& room)
{
    const UserId& self = m_client.state().identity.userId;
    bool changed = false;
    for (const auto& [id, username] : room.present) {
        const auto before = known.present.find(id);
        if (before != known.present.end() && before->second != username)
            add(roomId, {Notice::Renamed, room.n, before->second, username, {}, {}, m_clock.wall()});
        else if (before == known.present.end() && id != self) {
            Notice& notice = presenceNotice(known, room.n);
            if (notice.left.erase(id) == 0)
                notice.came.emplace(id, username);
            changed = true;
        }
    }
    for (const auto& [id, username] : known.present) {
        if (room.present.contains(id) || id == self)
            continue;
        Notice& notice = presenceNotice(known, room.n);
        if (notice.came.erase(id) == 0)
            notice.left.emplace(id, username);
        changed = true;
    }
    if (changed)
        m_observers.tell(&NoticesObserver::noticed, roomId, room.n);
}

Notice& Notices::presenceNotice(Known& known, qint64 after) const
{
    auto& all = known.notices;
    if (all.empty() || all.back().kind != Notice::Presence || all.back().after != after)
        all.push_back({Notice::Presence, after, {}, {}, {}, {}, m_clock.wall()});
    return all.back();
}

void Notices::eventHandled(const LogEntry& event)
{
    if (const auto* topic = std::get_if<TopicChanged>(&event))
        add(topic->room, {Notice::Topic, topic->n, topic->username, topic->text, {}, {}, topic->timestamp});
    const auto* changed = std::get_if<RoomChanged>(&event);
    if (!changed)
        return;
    const QString who = changed->by ? changed->by->username : QString();
    add(changed->room, {Notice::RoomRenamed, changed->n, who, changed->name.text(), {}, {}, changed->timestamp});
}

void Notices::add(const RoomId& room, Notice notice)
{
    auto& all = m_rooms[room].notices;
    if (all.size() >= limit)
        all.erase(all.begin());
    const qint64 after = notice.after;
    all.push_back(std::move(notice));
    m_observers.tell(&NoticesObserver::noticed, room, after);
}

} // namespace parlance::client
