#include "session/hub.h"

#include "base/faultpoint.h"
#include "session/session.h"

#include <unordered_set>

namespace parlance {

Hub::Hub(DeadlineWheel& wheel, SessionTimes times, std::function<double()> random)
    : m_wheel(wheel)
    , m_times(times)
    , m_random(std::move(random))
{}

Hub::~Hub() = default;

Session& Hub::add(std::unique_ptr<Link> link)
{
    const SessionId id = ++m_lastId;
    auto session = std::make_unique<Session>(id, std::move(link), *this, *m_handler);
    return *m_sessions.emplace(id, std::move(session)).first->second;
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

void Hub::logged(const DurableEvent& event)
{
    auto& subscribers = m_subscriptions.in(roomOf(event));
    if (subscribers.empty())
        return;
    const qint64 seq = seqOf(event);
    const auto* message = std::get_if<MessagePosted>(&event);
    QByteArray full; // encoded for the first that needs it
    QByteArray forPlain;
    for (auto& subscription : subscribers) {
        QByteArray& frame = subscription.plain ? forPlain : full;
        if (frame.isEmpty() && !subscription.plain)
            frame = encode(event);
        else if (frame.isEmpty() && message)
            frame = encode(
                plain::Message{message->id, message->userId, message->username, message->text, message->timestamp});
        Subscriptions::deliver(subscription, seq, frame);
        faultPoint(FaultPoint::BetweenReceivers);
    }
}

void Hub::toFull(const RoomName& room, const FullEvent& event, const UserId& except)
{
    QByteArray frame;
    for (auto& subscription : m_subscriptions.in(room)) {
        if (subscription.plain || !subscription.live || (!except.isEmpty() && subscription.user == except))
            continue;
        if (frame.isEmpty())
            frame = encode(event);
        subscription.session->send(frame);
    }
}

void Hub::toPlain(const RoomName& room, const PlainEvent& event, const UserId& except)
{
    QByteArray frame;
    for (auto& subscription : m_subscriptions.in(room)) {
        if (!subscription.plain || !subscription.live || (!except.isEmpty() && subscription.user == except))
            continue;
        if (frame.isEmpty())
            frame = encode(event);
        subscription.session->send(frame);
    }
}

void Hub::toSharers(const UserId& user, const std::vector<RoomName>& rooms, const FullEvent& event, SessionId except)
{
    std::unordered_set<Session*> sharers;
    for (const RoomName& room : rooms) {
        for (const auto& subscription : m_subscriptions.in(room)) {
            if (!subscription.plain && subscription.live)
                sharers.insert(subscription.session);
        }
    }
    for (const SessionId id : sessionsOf(user))
        sharers.insert(find(id));
    sharers.erase(find(except));
    const QByteArray frame = encode(event);
    for (Session* session : sharers)
        session->send(frame);
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
