#include "session/subscriptions.h"

#include "session/session.h"

#include <algorithm>
#include <utility>

namespace parlance {

std::vector<Subscriptions::Subscription>& Subscriptions::in(const RoomName& room)
{
    const auto found = m_rooms.find(room);
    return found == m_rooms.end() ? m_none : found->second;
}

const Subscriptions::Subscription* Subscriptions::find(const RoomName& room, SessionId session) const
{
    const auto found = m_rooms.find(room);
    if (found == m_rooms.end())
        return nullptr;
    const auto it = std::ranges::find_if(found->second, [=](const auto& s) { return s.session->id() == session; });
    return it == found->second.end() ? nullptr : &*it;
}

Subscriptions::Subscription* Subscriptions::find(const RoomName& room, const Session& session)
{
    return const_cast<Subscription*>(std::as_const(*this).find(room, session.id()));
}

void Subscriptions::hold(const RoomName& room, Session& session)
{
    if (Subscription* again = find(room, session)) {
        again->live = false;
        again->held.clear();
        return;
    }
    Subscription subscription;
    subscription.session = &session;
    subscription.user = session.user();
    subscription.plain = session.kind() == Session::Kind::Plain;
    m_rooms[room].push_back(std::move(subscription));
    m_bySession[session.id()].push_back(room);
}

void Subscriptions::goLive(const RoomName& room, const Session& session, qint64 head)
{
    Subscription* subscription = find(room, session);
    if (!subscription)
        return;
    subscription->live = true;
    subscription->head = head;
    for (const Held& held : std::exchange(subscription->held, {}))
        deliver(*subscription, held.seq, held.frame);
}

void Subscriptions::deliver(Subscription& subscription, qint64 seq, const QByteArray& frame)
{
    if (!subscription.live) {
        if (subscription.held.size() == maxHeld)
            subscription.session->close(CloseCode::SlowConsumer);
        else
            subscription.held.push_back({seq, frame});
    } else if (seq > subscription.head) {
        subscription.head = seq;
        if (!frame.isEmpty())
            subscription.session->send(frame);
    }
}

void Subscriptions::drop(const RoomName& room, const Session& session)
{
    const auto found = m_rooms.find(room);
    if (found == m_rooms.end())
        return;
    std::erase_if(found->second, [&](const auto& s) { return s.session == &session; });
    if (found->second.empty())
        m_rooms.erase(found);
    if (const auto rooms = m_bySession.find(session.id()); rooms != m_bySession.end()) {
        std::erase(rooms->second, room);
        if (rooms->second.empty())
            m_bySession.erase(rooms);
    }
}

bool Subscriptions::isLive(const RoomName& room, const Session& session) const
{
    const Subscription* subscription = find(room, session.id());
    return subscription && subscription->live;
}

std::map<RoomName, qint64> Subscriptions::heads(SessionId session) const
{
    std::map<RoomName, qint64> heads;
    for (const RoomName& room : roomsOf(session)) {
        if (const Subscription* subscription = find(room, session); subscription->live)
            heads.emplace(room, subscription->head);
    }
    return heads;
}

std::vector<RoomName> Subscriptions::roomsOf(SessionId session) const
{
    const auto found = m_bySession.find(session);
    return found == m_bySession.end() ? std::vector<RoomName>() : found->second;
}

size_t Subscriptions::countOf(SessionId session) const
{
    const auto found = m_bySession.find(session);
    return found == m_bySession.end() ? 0 : found->second.size();
}

} // namespace parlance
