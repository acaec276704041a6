#pragma once

#include "bench/load/client.h"
#include "bench/load/histogram.h"

#include <array>
#include <deque>
#include <functional>
#include <sys/epoll.h>

namespace parlance::bench {

/// A stretch of time of which latencies are taken: of the messages that should have been sent in it, whenever they
/// come.
struct Window {
    Nanos from = 0;
    Nanos to = never;
    std::uint64_t arrived = 0; ///< while it was open, whenever they were sent
    // At clients that are not going to stop.
    Histogram latencies;
    Histogram own;       ///< of them, at the author: when a message is acknowledged
    Histogram elsewhere; ///< of them, at clients of another server than the author's
};

/// What became of all that was sent.
struct Account {
    std::uint64_t expected = 0; ///< a message counts once for each who reads it
    std::uint64_t delivered = 0;
    std::uint64_t lost = 0;
    std::uint64_t doubled = 0;
    std::uint64_t mixed = 0; ///< clients that got as many as were sent, but not the same
};

/// All clients and their rooms, and the loop that they live in.
class Crowd final : private Audience {
  public:
    /// Is told that a message of that client's came back to it.
    using OwnHeard = std::function<void(Client& client, Nanos at)>;

    explicit Crowd(Surroundings surroundings);
    ~Crowd() override;

    /// Lets people come in, so many on their way at a time: that many rooms, that many to each. The last of them are
    /// going to stop reading. It is a problem if that takes more than a minute.
    void enter(const std::string& rooms, size_t count, size_t members, size_t willStop, size_t atOnce);

    /// The first so many members of each room speak.
    std::vector<Client*> speakers(size_t ofEach);

    void stopReaders();

    /// Handles what comes, or nothing until then.
    void turn(Nanos until);

    /// A message of that length from that client to its room, which should have been sent at that time.
    void send(Client& client, Nanos intended, size_t length);

    /// Whether as many messages came as were sent.
    bool isQuiet() const { return m_account.delivered >= m_account.expected; }

    void watch(Window* window, OwnHeard ownHeard);

    /// Looks into everybody's count.
    Account account();

    size_t clients() const { return m_clients.size(); }
    const Surroundings& surroundings() const { return m_surroundings; }
    const std::vector<std::string>& problems() const { return m_problems; }
    void complain(const std::string& what);

  private:
    void entered(Client& client) override;
    void heard(Client& client, std::string_view message, Nanos at) override;
    void ended(Client& client, const std::string& why) override;
    void measure(Window& window, const Client& client, const Stamp& stamp, Nanos at);

    Surroundings m_surroundings;
    std::array<epoll_event, 256> m_ready{};
    std::deque<Room> m_rooms; // clients hold references
    std::deque<Client> m_clients;
    size_t m_in = 0;
    std::uint32_t m_sent = 0;
    bool m_areStopped = false;
    StampFinder m_stamps;
    Window* m_window = nullptr;
    OwnHeard m_ownHeard;
    Account m_account;
    std::vector<std::string> m_problems;
};

} // namespace parlance::bench
