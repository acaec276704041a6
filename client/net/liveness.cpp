#include "net/liveness.h"

#include "protocol/limits.h"

namespace parlance::client {

void Liveness::start(qint64 heartbeat)
{
    m_silence = heartbeat > 0 ? heartbeat * 9 / 4 : limits::silence;
    m_heardAt = m_wheel.clock().steady();
    m_pong.cancel();
    wait(m_silence);
}

void Liveness::stop()
{
    m_look.cancel();
    m_pong.cancel();
}

void Liveness::heard()
{
    m_heardAt = m_wheel.clock().steady();
    m_pong.cancel();
}

bool Liveness::probe()
{
    if (m_pong.isPending())
        return false;
    m_pong = m_wheel.after(pongWithin, [this] {
        stop();
        m_dead();
    });
    return true;
}

void Liveness::wait(qint64 delay)
{
    m_look = m_wheel.after(delay, [this] { look(); });
}

void Liveness::look()
{
    const qint64 quiet = m_wheel.clock().steady() - m_heardAt;
    if (quiet < m_silence)
        return wait(m_silence - quiet);
    stop();
    m_dead();
}

} // namespace parlance::client
