#pragma once

#include "base/deadlines.h"

#include <functional>

namespace parlance::client {

/// Notices that nothing comes any more. A server sends a heartbeat every so often; a connection on which nothing at all
/// was heard for 2.25 of them, or for some seconds after a ping, is dead whatever the socket says.
class Liveness {
  public:
    static constexpr qint64 pongWithin = 5'000; ///< milliseconds for the answer to a ping

    /// `dead` is called by the wheel, at most once for each start().
    Liveness(DeadlineWheel& wheel, std::function<void()> dead)
        : m_wheel(wheel)
        , m_dead(std::move(dead))
    {}

    /// `heartbeat` in milliseconds, as the server announced it.
    void start(qint64 heartbeat);
    void stop();

    /// A frame came, whatever it was.
    void heard();

    /// A ping was sent. False: one is under way already, and nothing need be sent.
    bool probe();

  private:
    void wait(qint64 delay);
    void look();

    DeadlineWheel& m_wheel;
    std::function<void()> m_dead;
    qint64 m_silence = 0;
    qint64 m_heardAt = 0;
    // Looks when the last frame would have grown too old, not at each frame: frames are many.
    Deadline m_look;
    Deadline m_pong;
};

} // namespace parlance::client
