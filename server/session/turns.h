#pragma once

#include "ports/sessionid.h"

#include <QtGlobal>

#include <deque>
#include <functional>
#include <optional>

namespace parlance {

/// How much may be begun before others have their turn. Times are microseconds.
struct TurnRules {
    int requests = 24;   ///< that one connection begins in a turn
    qint64 turn = 250;   ///< after which its turn ends, although fewer were begun
    qint64 pass = 4'000; ///< for all turns of one pass of the event loop
};

/// Decides when the requests of each connection are begun. A connection has one turn in a pass of the event loop. If it
/// has more to do, or the pass has already taken long enough, it joins a queue and goes on in the next pass. While the
/// queue is not empty, every connection that comes joins its end. So nobody waits for longer than one turn of each
/// connection that asks for much, however much that is.
///
/// Owned by the Hub; knows connections by their ids only. The queue has each connection once.
class Turns final {
  public:
    /// What a connection keeps of its turns.
    struct Turn {
        quint64 pass = 0; ///< of the latest one
        qint64 since = 0;
        int begun = 0;
        bool isQueued = false;
    };

    explicit Turns(const TurnRules& rules)
        : m_rules(rules)
    {}

    /// `begun` is called at the first request of a pass: passEnded() is awaited.
    void onBegun(std::function<void()> begun) { m_begun = std::move(begun); }

    /// `more` is called when somebody waits: serve() is to be called in the next pass, soon.
    void onMore(std::function<void()> more) { m_more = std::move(more); }

    /// Whether the connection may begin a request now (steady microseconds), which then counts. If not, it waits for
    /// serve().
    bool take(Turn& turn, SessionId id, qint64 now);

    void passEnded()
    {
        ++m_pass;
        m_since.reset();
    }

    /// Calls give(id) for those who wait, for at least one of them and until the pass has taken long enough. What it
    /// calls does begin(), and take() for each request.
    void serve(const std::function<void(SessionId)>& give, const std::function<qint64()>& now);

    /// A turn begins that serve() has given.
    void begin(Turn& turn, qint64 now) const { turn = {m_pass, now, 0, false}; }

  private:
    bool enqueue(Turn& turn, SessionId id);
    void askForMore();

    const TurnRules m_rules;
    std::function<void()> m_begun;
    std::function<void()> m_more;
    std::deque<SessionId> m_queue;
    quint64 m_pass = 1;
    std::optional<qint64> m_since; // when the pass's first request was begun
    bool m_isAwaited = false;      // serve()
};

} // namespace parlance
