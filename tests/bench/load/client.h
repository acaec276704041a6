#pragma once

#include "bench/load/frames.h"
#include "bench/load/stamp.h"
#include "bench/load/stream.h"
#include "bench/load/wire.h"

#include <vector>

namespace parlance::bench {

class Client;

/// A room, and what was sent to it.
struct Room {
    std::string name;
    std::vector<Client*> members;
    size_t readers = 0;
    std::uint64_t sent = 0;
    std::uint64_t sum = 0; ///< of spread(number) of what was sent
};

/// What a client got from its room. Count and sum equal the room's if and only if, but for an accident of 1 in 2^64,
/// nothing was lost and nothing came twice.
struct Received {
    std::uint64_t count = 0;
    std::uint64_t sum = 0;
};

/// A number's share in a sum of numbers, so that different sets have different sums.
std::uint64_t spread(std::uint32_t number);

/// Is told what happens to clients, in the middle of it.
class Audience {
  public:
    virtual ~Audience() = default;
    virtual void entered(Client& client) = 0;
    virtual void heard(Client& client, std::string_view message, Nanos at) = 0;
    virtual void ended(Client& client, const std::string& why) = 0;
};

/// A server, or one of several that are one chat.
struct Place {
    sockaddr_in address{};
    std::string host; ///< for the upgrade request
    std::string path;
};

/// What all clients of a run share.
struct Surroundings {
    std::vector<Place> places; ///< at least one; the members of each room are spread over them in turn
    Dialect dialect = Dialect::Plain;
    int epoll = -1;
    std::unique_ptr<SSL_CTX, TlsEnd> tls; ///< none: plain TCP
    std::vector<char> buffer = std::vector<char>(1 << 20);
    std::uint64_t bytes = 0;
    std::uint64_t heartbeats = 0;
    std::uint64_t pings = 0;
};

/// One connection: connects, upgrades, enters its room, answers pings, and hands on the messages that it hears.
class Client {
  public:
    /// Who a client is among all of them.
    struct Identity {
        std::uint32_t number = 0; ///< its own
        std::uint32_t place = 0;  ///< its server's, among Surroundings::places
        bool willStop = false;    ///< it is going to stop reading, and has narrow buffers, so that the server notices
    };

    Client(Identity identity, Room& room, Surroundings& surroundings, Audience& audience);

    void connect();

    /// What epoll said.
    void ready(std::uint32_t events);

    /// Sends a frame of the dialect.
    void say(std::string_view text);

    /// Reads nothing from now on.
    void stop();

    std::uint32_t number() const { return m_identity.number; }
    std::uint32_t place() const { return m_identity.place; }
    Room& room() { return m_room; }
    bool willStop() const { return m_identity.willStop; }
    bool isIn() const { return m_stage == Stage::In; }
    Received& received() { return m_received; }

  private:
    enum class Stage { Outside, Establishing, Upgrading, Entering, In, Gone };

    Visit visit() const;
    const Place& server() const { return m_surroundings.places[m_identity.place]; }
    void establish();
    void upgrade();
    void receive();
    size_t take(std::string_view bytes, Nanos at);
    size_t takeHead(std::string_view bytes);
    void takeFrame(const Frame& frame, Nanos at);
    void takeText(std::string_view text, Nanos at);
    void flush();
    void watch(bool forWriting);
    void end(const std::string& why);

    const Identity m_identity;
    Room& m_room;
    Surroundings& m_surroundings;
    Audience& m_audience;
    Stage m_stage = Stage::Outside;
    bool m_isWatchedForWriting = false;
    Stream m_stream;
    std::string m_out;
    std::string m_rest; ///< the beginning of a frame whose end has not come yet
    Received m_received;
};

} // namespace parlance::bench
