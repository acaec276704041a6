#pragma once

#include "base/deadlines.h"
#include "base/shares.h"
#include "ports/link.h"
#include "ports/sessionid.h"
#include "session/audiences.h"
#include "session/hubcounts.h"
#include "session/requesthandler.h"
#include "session/subscriptions.h"
#include "session/turns.h"

#include <memory>
#include <unordered_map>

namespace parlance {

/// Times are milliseconds.
struct SessionRules {
    qint64 heartbeat = 20'000;
    qint64 greeting = 300'000; ///< until hello or join; a page may connect before its user has typed a name
    qint64 ungreeted = 2'000;  ///< connections of which neither has come; more make room, see Shares; 0: no limit
    qint64 refusals = limits::refusals; ///< in limits::refusalsWindow; a connection with more is closed; 0: no limit
    qint64 openRefusals = limits::openRefusals; ///< the same for one on which neither has come
};

/// All connections, and which of them hears of which room. Single-threaded, as everything here.
class Hub final : public Audiences {
  public:
    /// `random` draws evenly from [0, 1).
    Hub(DeadlineWheel& wheel, SessionRules rules, std::function<double()> random, const TurnRules& turns = {});
    ~Hub() override;

    /// Before the first add(); the handler and the hub know each other.
    void setHandler(RequestHandler& handler) { m_handler = &handler; }

    Session& add(std::unique_ptr<Link> link);
    Session* find(SessionId id) const;
    void remove(SessionId id);
    size_t count() const { return m_sessions.size(); }
    void closeAll(CloseCode code);
    void forEach(const std::function<void(const Session&)>& visit) const;

    /// From now on these hold; a heartbeat or a greeting that is awaited already comes as it was to.
    void setRules(const SessionRules& rules) { m_rules = rules; }

    /// `arm` is called when something waits to be told to rooms: flush() is to be called soon, at the end of the event
    /// loop's pass.
    void onWaiting(std::function<void()> arm) { m_arm = std::move(arm); }
    void flush();

    /// See Turns: to be called in the loop's next pass when connections wait for their turn.
    void giveTurns();

    /// Something that a client waits for is about to be written to it, by flush() at the latest; it was asked for then
    /// (steady microseconds).
    void acknowledging(qint64 requestedAt);

    /// A connection has said who it is.
    void greeted(SessionId id) { m_ungreeted.remove(id); }

    /// A connection that was behind has taken everything.
    void caughtUp(const Session& session);

    /// To be called when a connection has become an identity's.
    void identified(const Session& session);

    /// To the identity's full connections but one.
    void toIdentity(const UserId& user, const FullEvent& event, SessionId except);

    /// The connections that came after that one, oldest first, at most so many.
    std::vector<SessionId> sessionsAfter(SessionId id, size_t count) const;

    /// The connections of the identity.
    std::vector<SessionId> sessionsOf(const UserId& user) const;

    Subscriptions& subscriptions() { return m_subscriptions; }
    Turns& turns() { return m_turns; }

    DeadlineWheel& wheel() const { return m_wheel; }
    const SessionRules& rules() const { return m_rules; }

    double random() const { return m_random(); }

    const HubCounts& counts() const { return m_counts; }
    const DeliveryCounts& deliveries() const { return m_subscriptions.counts(); }

    qint64 tell(const RoomId& room, Session::Kind dialect, const Announcement& what,
                const std::function<QByteArray()>& encode) override;

  private:
    void touched(Channel& channel);

    DeadlineWheel& m_wheel;
    SessionRules m_rules;
    const std::function<double()> m_random;
    RequestHandler* m_handler = nullptr;
    std::unordered_map<SessionId, std::unique_ptr<Session>> m_sessions;
    std::unordered_multimap<UserId, SessionId> m_byUser;
    Shares m_ungreeted;
    Subscriptions m_subscriptions;
    Turns m_turns;
    std::function<void()> m_arm;
    std::vector<qint64> m_acknowledging; // when they were asked for
    HubCounts m_counts;
    SessionId m_lastId = noSession;
};

} // namespace parlance
