#include "session/subscriptions.h"

#include "base/faultpoint.h"
#include "session/session.h"

#include <algorithm>
#include <utility>

namespace parlance {

namespace {

/// Keeps what is logged for one that is not live yet.
void keep(Subscription& subscription, const Batch& batch, size_t start)
{
    batch.forEachLogged(start, [&](qint64 seq, QByteArrayView frame) {
        if (subscription.held.size() == Subscriptions::maxHeld)
            subscription.session.close(CloseCode::SlowConsumer);
        else
            subscription.held.push_back({seq, frame.toByteArray()});
    });
}

} // namespace

const Subscriptions::Own& Subscriptions::of(SessionId session) const
{
    static const Own none;
    const auto found = m_bySession.find(session);
    return found == m_bySession.end() ? none : found->second;
}

Subscription* Subscriptions::find(const RoomId& room, SessionId session) const
{
    const Own& own = of(session);
    const auto found = std::ranges::find_if(own, [&](const auto& s) { return s->channel.room == room; });
    return found == own.end() ? nullptr : found->get();
}

Channel* Subscriptions::channel(const RoomId& room)
{
    if (m_last && m_last->room == room)
        return m_last;
    const auto found = m_channels.find(room);
    m_last = found == m_channels.end() ? nullptr : found->second.get();
    return m_last;
}

void Subscriptions::hold(const RoomId& room, Session& session)
{
    if (Subscription* again = find(room, session.id())) {
        flush(*again);
        again->isLive = false;
        again->held.clear();
        return;
    }
    auto& made = m_channels[room];
    if (!made) {
        made = std::make_unique<Channel>();
        made->room = room;
    }
    Channel& channel = *made;
    auto subscription = std::make_unique<Subscription>(Subscription{
        channel, session, session.user(), session.kind(), false, false, 0, 0, channel.subscriptions.size(), {}, {}});
    subscription->start = channel.batchFor(*subscription).size();
    ++channel.audience(subscription->dialect).count;
    channel.subscriptions.push_back(subscription.get());
    m_bySession[session.id()].push_back(std::move(subscription));
}

void Subscriptions::goLive(const RoomId& room, const Session& session, qint64 head)
{
    Subscription* subscription = find(room, session.id());
    if (!subscription)
        return;
    flush(*subscription); // to what is held
    subscription->isLive = true;
    subscription->head = head;
    QByteArray frames;
    for (const auto& [seq, frame] : std::exchange(subscription->held, {})) {
        if (seq <= head)
            continue;
        frames.append(frame);
        subscription->head = seq;
        ++m_counts.delivered;
    }
    if (!frames.isEmpty())
        subscription->session.sendFrames(frames, 0);
}

void Subscriptions::drop(const RoomId& room, const Session& session)
{
    Subscription* subscription = find(room, session.id());
    if (!subscription)
        return;
    flush(*subscription);
    Channel& channel = subscription->channel;
    --channel.audience(subscription->dialect).count;
    channel.subscriptions[subscription->position] = channel.subscriptions.back();
    channel.subscriptions[subscription->position]->position = subscription->position;
    channel.subscriptions.pop_back();
    if (channel.subscriptions.empty()) {
        std::erase(m_waiting, &channel);
        if (m_last == &channel)
            m_last = nullptr;
        m_channels.erase(m_channels.find(room));
    }
    const auto own = m_bySession.find(session.id());
    std::erase_if(own->second, [&](const auto& s) { return s.get() == subscription; });
    if (own->second.empty())
        m_bySession.erase(own);
}

bool Subscriptions::isSubscribed(const RoomId& room, const Session& session) const
{
    return find(room, session.id()) != nullptr;
}

bool Subscriptions::isLive(const RoomId& room, const Session& session) const
{
    const Subscription* subscription = find(room, session.id());
    return subscription && subscription->isLive;
}

std::map<RoomId, qint64> Subscriptions::heads(const Session& session)
{
    flush(session);
    std::map<RoomId, qint64> heads;
    for (const auto& subscription : of(session.id())) {
        if (subscription->isLive)
            heads.emplace(subscription->channel.room, subscription->head);
    }
    return heads;
}

std::vector<SessionId> Subscriptions::sessionsIn(const RoomId& room) const
{
    std::vector<SessionId> sessions;
    if (const auto found = m_channels.find(room); found != m_channels.end()) {
        for (const Subscription* subscription : found->second->subscriptions)
            sessions.push_back(subscription->session.id());
    }
    return sessions;
}

bool Subscriptions::touched(Channel& channel)
{
    const bool isFirst = m_waiting.empty();
    if (!std::exchange(channel.isWaiting, true))
        m_waiting.push_back(&channel);
    if (std::max(channel.full.batch.bytes(), channel.plain.batch.bytes()) >= maxBatch) {
        std::erase(m_waiting, &channel);
        flush(channel);
    }
    return isFirst && !m_waiting.empty();
}

void Subscriptions::flush()
{
    for (Channel* channel : std::exchange(m_waiting, {}))
        flush(*channel);
}

void Subscriptions::flush(const Session& session)
{
    if (m_waiting.empty())
        return;
    for (const auto& subscription : of(session.id())) {
        if (subscription->channel.isWaiting)
            flush(*subscription);
    }
}

void Subscriptions::flush(Channel& channel)
{
    channel.full.batch.squeeze();
    channel.plain.batch.squeeze();
    for (Subscription* subscription : channel.subscriptions) {
        flush(*subscription);
        subscription->start = 0;
        faultPoint(FaultPoint::BetweenReceivers);
    }
    channel.full.batch.clear();
    channel.plain.batch.clear();
    channel.isWaiting = false;
}

void Subscriptions::flush(Subscription& subscription)
{
    const Batch& batch = subscription.channel.batchFor(subscription);
    const size_t start = std::exchange(subscription.start, batch.size());
    if (start == batch.size())
        return;
    if (!subscription.isLive)
        return keep(subscription, batch, start);
    const bool isSlow = batch.mayBeShortened() && subscription.session.hasBacklog();
    const auto selection = batch.select(start, {subscription.user, subscription.head, isSlow});
    subscription.head = std::max(subscription.head, batch.lastSeq());
    m_counts.delivered += selection.count;
    m_counts.leftOutPresence += selection.leftOutPresence;
    m_counts.leftOutTyping += selection.leftOutPassing;
    if (selection.leftOutPresence > 0) {
        subscription.missedPresence = true;
        subscription.latePresence = subscription.hearsWholeLists() ? selection.lastPresence : QByteArray();
    } else if (subscription.hearsWholeLists() && batch.hasPresence()) {
        subscription.missedPresence = false;
    }
    if (selection.from < selection.frames.size())
        subscription.session.sendFrames(selection.frames, selection.from);
}

std::vector<RoomId> Subscriptions::caughtUp(const Session& session)
{
    flush(session);
    std::vector<RoomId> rooms;
    for (const auto& subscription : of(session.id())) {
        if (!std::exchange(subscription->missedPresence, false))
            continue;
        if (subscription->hearsWholeLists())
            subscription->session.sendFrames(std::exchange(subscription->latePresence, {}), 0);
        else
            rooms.push_back(subscription->channel.room);
    }
    return rooms;
}

} // namespace parlance
