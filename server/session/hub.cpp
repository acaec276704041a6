#include "session/hub.h"

#include "session/session.h"

#include <algorithm>

namespace parlance {

namespace {

Batch::Kind kindOf(const FullEvent& event)
{
    if (std::holds_alternative<PresenceChanged>(event))
        return Batch::Kind::Presence;
    return std::holds_alternative<TypingChanged>(event) ? Batch::Kind::Passing : Batch::Kind::Kept;
}

/// A plain client is told once that somebody types, and believes it until it is told that they do not.
Batch::Kind kindOf(const PlainEvent& event)
{
    if (const auto* typing = std::get_if<plain::Typing>(&event))
        return typing->isTyping ? Batch::Kind::Passing : Batch::Kind::Kept;
    const bool isPresence =
        std::holds_alternative<plain::UserJoined>(event) || std::holds_alternative<plain::UserLeft>(event);
    return isPresence ? Batch::Kind::Presence : Batch::Kind::Kept;
}

} // namespace

Hub::Hub(DeadlineWheel& wheel, SessionRules rules, std::function<double()> random)
    : m_wheel(wheel)
    , m_rules(rules)
    , m_random(std::move(random))
{}

Hub::~Hub() = default;

Session& Hub::add(std::unique_ptr<Link> link)
{
    const SessionId id = ++m_lastId;
    auto session = std::make_unique<Session>(id, std::move(link), *this, *m_handler);
    Session& added = *m_sessions.emplace(id, std::move(session)).first->second;
    m_ungreeted.add(id, added.address());
    while (m_rules.ungreeted > 0 && m_ungreeted.count() > m_rules.ungreeted) {
        const SessionId evicted = *m_ungreeted.next();
        m_ungreeted.remove(evicted);
        ++m_counts.evicted;
        find(evicted)->close(CloseCode::NotGreeted);
    }
    return added;
}

Session* Hub::find(SessionId id) const
{
    const auto found = m_sessions.find(id);
    return found == m_sessions.end() ? nullptr : found->second.get();
}

void Hub::remove(SessionId id)
{
    const auto node = m_sessions.extract(id);
    if (node.empty())
        return;
    m_ungreeted.remove(id);
    const auto [first, last] = m_byUser.equal_range(node.mapped()->user());
    for (auto it = first; it != last; ++it) {
        if (it->second == id) {
            m_byUser.erase(it);
            break;
        }
    }
}

void Hub::closeAll(CloseCode code)
{
    for (const auto& [id, session] : m_sessions)
        session->close(code);
}

void Hub::forEach(const std::function<void(const Session&)>& visit) const
{
    for (const auto& [id, session] : m_sessions)
        visit(*session);
}

void Hub::flush()
{
    m_subscriptions.flush();
    if (m_acknowledging.empty())
        return;
    const qint64 now = m_wheel.clock().steadyMicroseconds();
    for (const qint64 requestedAt : m_acknowledging)
        m_counts.acknowledged.observe(now - requestedAt);
    m_acknowledging.clear();
}

void Hub::acknowledging(qint64 requestedAt)
{
    m_acknowledging.push_back(requestedAt);
    if (m_arm && m_acknowledging.size() == 1)
        m_arm();
}

void Hub::caughtUp(const Session& session)
{
    for (const RoomId& room : m_subscriptions.caughtUp(session))
        m_handler->presenceMissed(*find(session.id()), room);
}

void Hub::identified(const Session& session)
{
    m_byUser.emplace(session.user(), session.id());
}

std::vector<SessionId> Hub::sessionsOf(const UserId& user) const
{
    std::vector<SessionId> ids;
    const auto [first, last] = m_byUser.equal_range(user);
    for (auto it = first; it != last; ++it)
        ids.push_back(it->second);
    return ids;
}

std::vector<SessionId> Hub::sessionsAfter(SessionId id, size_t count) const
{
    std::vector<SessionId> ids;
    for (const auto& [each, session] : m_sessions) {
        if (each > id)
            ids.push_back(each);
    }
    std::ranges::sort(ids);
    ids.resize(std::min(ids.size(), count));
    return ids;
}

void Hub::touched(Channel& channel)
{
    if (m_subscriptions.touched(channel) && m_arm)
        m_arm();
}

void Hub::logged(const DurableEvent& event)
{
    ++m_counts.logged[event.index()];
    Channel* channel = m_subscriptions.channel(roomOf(event));
    if (!channel)
        return;
    const qint64 seq = seqOf(event);
    if (channel->subscriptions.size() > channel->plainCount)
        channel->full.add(Batch::Kind::Logged, encode(event), seq, {});
    const auto* message = std::get_if<MessagePosted>(&event);
    if (message && channel->plainCount > 0) {
        const plain::Message plainMessage{message->id, message->userId, message->username,
                                          message->text.value_or(QString()), message->timestamp};
        channel->plain.add(Batch::Kind::Logged, encode(plainMessage), seq, {});
    }
    touched(*channel);
}

void Hub::toFull(const RoomId& room, const FullEvent& event, const UserId& except)
{
    Channel* channel = m_subscriptions.channel(room);
    if (!channel || channel->subscriptions.size() == channel->plainCount)
        return;
    channel->full.add(kindOf(event), encode(event), 0, except);
    touched(*channel);
}

qint64 Hub::toPlain(const RoomId& room, const PlainEvent& event, const UserId& except)
{
    Channel* channel = m_subscriptions.channel(room);
    if (!channel || channel->plainCount == 0)
        return 0;
    const QByteArray text = encode(event);
    channel->plain.add(kindOf(event), text, 0, except);
    touched(*channel);
    return text.size() * qint64(channel->plainCount);
}

void Hub::toIdentity(const UserId& user, const FullEvent& event, SessionId except)
{
    const QByteArray frame = encode(event);
    for (const SessionId id : sessionsOf(user)) {
        Session* session = find(id);
        if (id != except && session->kind() == Session::Kind::Full)
            session->send(frame);
    }
}

} // namespace parlance
