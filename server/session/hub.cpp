#include "session/hub.h"

#include "session/session.h"

#include <algorithm>

namespace parlance {

Hub::Hub(DeadlineWheel& wheel, SessionRules rules, std::function<double()> random, const TurnRules& turns)
    : m_wheel(wheel)
    , m_rules(rules)
    , m_random(std::move(random))
    , m_turns(turns)
{
    m_turns.onBegun([this] {
        if (m_arm)
            m_arm();
    });
}

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
    m_turns.passEnded();
    m_subscriptions.flush();
    if (m_acknowledging.empty())
        return;
    const qint64 now = m_wheel.clock().steadyMicroseconds();
    for (const qint64 requestedAt : m_acknowledging)
        m_counts.acknowledged.observe(now - requestedAt);
    m_acknowledging.clear();
}

void Hub::giveTurns()
{
    const auto now = [this] { return m_wheel.clock().steadyMicroseconds(); };
    const auto give = [this, &now](SessionId id) {
        if (Session* session = find(id))
            session->goOn(now());
    };
    m_turns.serve(give, now);
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

qint64 Hub::tell(const RoomId& room, Session::Kind dialect, const Announcement& what,
                 const std::function<QByteArray()>& encode)
{
    Channel* channel = m_subscriptions.channel(room);
    Audience* audience = channel ? &channel->audience(dialect) : nullptr;
    if (!audience || audience->count == 0)
        return 0;
    const QByteArray text = encode();
    audience->batch.add(what.kind, text, what.seq, what.except);
    touched(*channel);
    return text.size() * qint64(audience->count);
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
