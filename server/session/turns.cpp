#include "session/turns.h"

namespace parlance {

bool Turns::take(Turn& turn, SessionId id, qint64 now)
{
    if (turn.isQueued)
        return false;
    if (!m_since) {
        m_since = now;
        if (m_begun)
            m_begun();
    }
    if (turn.pass != m_pass) {
        if (!m_queue.empty() || now - *m_since >= m_rules.pass)
            return enqueue(turn, id);
        begin(turn, now);
    } else if (turn.begun >= m_rules.requests || now - turn.since >= m_rules.turn) {
        return enqueue(turn, id);
    }
    ++turn.begun;
    return true;
}

bool Turns::enqueue(Turn& turn, SessionId id)
{
    turn.isQueued = true;
    m_queue.push_back(id);
    askForMore();
    return false;
}

void Turns::askForMore()
{
    if (!m_isAwaited && m_more) {
        m_isAwaited = true;
        m_more();
    }
}

void Turns::serve(const std::function<void(SessionId)>& give, const std::function<qint64()>& now)
{
    m_isAwaited = false;
    const qint64 begin = m_since.value_or(now());
    // Each at most once: who has more to do is at the end of the queue again. The first in any case, or whatever else
    // fills the passes could keep them waiting for ever.
    for (size_t left = m_queue.size(); left > 0; --left) {
        const SessionId id = m_queue.front();
        m_queue.pop_front();
        give(id);
        if (now() - begin >= m_rules.pass)
            break;
    }
    if (!m_queue.empty())
        askForMore();
}

} // namespace parlance
