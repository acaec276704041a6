#pragma once

#include "bench/load/crowd.h"

namespace parlance::bench {

/// How clients speak.
struct Manner {
    size_t speakers = 0;   ///< of each room; 0: nobody says anything
    double rate = 0;       ///< messages a second of all together, on schedule, whatever comes back; or
    size_t inFlight = 0;   ///< so many of each speaker's are on their way at any time
    size_t textLength = 0; ///< characters
};

/// Lets clients speak, from begin() to end().
class Traffic {
  public:
    Traffic(Crowd& crowd, Manner manner);

    void begin(Nanos now);
    void end();

    /// When the next message is to be sent; never, where none waits for its time.
    Nanos due() const;

    /// Sends what is due, each with the time at which it should have been sent.
    void sendDue(Nanos now);

    /// What to do when a message comes back to its author.
    void cameBack(Client& author, Nanos at);

    std::uint64_t sent() const { return m_sent; }

  private:
    void send(Client& author, Nanos intended);

    Crowd& m_crowd;
    const Manner m_manner;
    std::vector<Client*> m_speakers;
    bool m_isOn = false;
    Nanos m_begun = 0;
    std::uint64_t m_scheduled = 0; // messages since then
    std::uint64_t m_sent = 0;
};

} // namespace parlance::bench
