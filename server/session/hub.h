#pragma once

#include "base/deadlines.h"
#include "ports/eventsink.h"
#include "ports/link.h"
#include "ports/sessionid.h"
#include "session/requesthandler.h"
#include "session/subscriptions.h"

#include <memory>
#include <unordered_map>

namespace parlance {

/// How long things may take, in milliseconds.
struct SessionTimes {
    qint64 heartbeat = 20'000;
    qint64 greeting = 300'000; ///< until hello or join; a page may connect before its user has typed a name
};

/// All connections, and which of them hears of which room. Single-threaded, as everything here.
class Hub final : public EventSink {
  public:
    /// `random` draws evenly from [0, 1).
    Hub(DeadlineWheel& wheel, SessionTimes times, std::function<double()> random);
    ~Hub() override;

    /// Before the first add(); the handler and the hub know each other.
    void setHandler(RequestHandler& handler) { m_handler = &handler; }

    Session& add(std::unique_ptr<Link> link);
    Session* find(SessionId id) const;
    void remove(SessionId id);
    size_t count() const { return m_sessions.size(); }
    void closeAll(CloseCode code);

    /// To be called when a connection has become an identity's.
    void identified(const Session& session);

    /// To the identity's full connections but one.
    void toIdentity(const UserId& user, const FullEvent& event, SessionId except);

    /// The connections of the identity.
    std::vector<SessionId> sessionsOf(const UserId& user) const;

    Subscriptions& subscriptions() { return m_subscriptions; }

    /// Per live room the seq that was last written to the connection.
    std::map<RoomName, qint64> heads(SessionId id) const { return m_subscriptions.heads(id); }

    DeadlineWheel& wheel() const { return m_wheel; }
    const SessionTimes& times() const { return m_times; }

    double random() const { return m_random(); }

    void logged(const DurableEvent& event) override;
    void toFull(const RoomName& room, const FullEvent& event, const UserId& except) override;
    void toPlain(const RoomName& room, const PlainEvent& event, const UserId& except) override;
    void toSharers(const UserId& user, const std::vector<RoomName>& rooms, const FullEvent& event,
                   SessionId except) override;

  private:
    DeadlineWheel& m_wheel;
    const SessionTimes m_times;
    const std::function<double()> m_random;
    RequestHandler* m_handler = nullptr;
    std::unordered_map<SessionId, std::unique_ptr<Session>> m_sessions;
    std::unordered_multimap<UserId, SessionId> m_byUser;
    Subscriptions m_subscriptions;
    SessionId m_lastId = noSession;
};

} // namespace parlance
