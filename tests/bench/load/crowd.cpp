#include "bench/load/crowd.h"

#include <unistd.h>

namespace parlance::bench {

namespace {

constexpr Nanos entryLimit = 60 * perSecond;
constexpr size_t problemsShown = 10;

} // namespace

Crowd::Crowd(Surroundings surroundings)
    : m_surroundings(std::move(surroundings))
{
    m_surroundings.epoll = epoll_create1(EPOLL_CLOEXEC);
}

Crowd::~Crowd()
{
    close(m_surroundings.epoll);
}

void Crowd::enter(const std::string& rooms, size_t count, size_t members, size_t willStop, size_t atOnce)
{
    const size_t first = m_clients.size();
    Audience& audience = *this;
    for (size_t i = 0; i < count; ++i) {
        Room& room = m_rooms.emplace_back();
        room.name = rooms + std::to_string(i);
        room.readers = members;
        for (size_t member = 0; member < members; ++member) {
            const Client::Identity identity{std::uint32_t(m_clients.size()),
                                            std::uint32_t(member % m_surroundings.places.size()),
                                            member + willStop >= members};
            room.members.push_back(&m_clients.emplace_back(identity, room, m_surroundings, audience));
        }
    }
    const Nanos limit = clockNow() + entryLimit;
    size_t begun = first;
    while (m_in < m_clients.size() && m_problems.empty()) {
        while (begun < m_clients.size() && begun < m_in + atOnce)
            m_clients[begun++].connect();
        turn(limit);
        if (clockNow() >= limit)
            complain("only " + std::to_string(m_in) + " of " + std::to_string(m_clients.size()) + " came in in time");
    }
}

std::vector<Client*> Crowd::speakers(size_t ofEach)
{
    std::vector<Client*> speakers; // in turn: the first of each room, the second of each
    for (size_t member = 0; member < ofEach; ++member) {
        for (Room& room : m_rooms) {
            if (member < room.members.size())
                speakers.push_back(room.members[member]);
        }
    }
    return speakers;
}

void Crowd::stopReaders()
{
    m_areStopped = true;
    for (Client& client : m_clients) {
        if (!client.willStop())
            continue;
        client.stop();
        --client.room().readers;
    }
}

void Crowd::turn(Nanos until)
{
    const Nanos wait = std::max<Nanos>(until - clockNow(), 0);
    const timespec time{wait / perSecond, wait % perSecond};
    const int count = epoll_pwait2(m_surroundings.epoll, m_ready.data(), int(m_ready.size()), &time, nullptr);
    for (int i = 0; i < count; ++i)
        static_cast<Client*>(m_ready[size_t(i)].data.ptr)->ready(m_ready[size_t(i)].events);
}

void Crowd::send(Client& client, Nanos intended, size_t length)
{
    const Stamp stamp{intended, m_sent++, client.number()};
    Room& room = client.room();
    ++room.sent;
    room.sum += spread(stamp.number);
    m_account.expected += room.readers;
    client.say(message(m_surroundings.dialect, stampedText(stamp, length)));
}

void Crowd::watch(Window* window, OwnHeard ownHeard)
{
    m_window = window;
    m_ownHeard = std::move(ownHeard);
}

Account Crowd::account()
{
    Account account = m_account;
    for (Client& client : m_clients) {
        const Room& room = client.room();
        const Received& received = client.received();
        if (m_areStopped && client.willStop())
            continue;
        if (received.count < room.sent)
            account.lost += room.sent - received.count;
        else if (received.count > room.sent)
            account.doubled += received.count - room.sent;
        else if (received.sum != room.sum)
            ++account.mixed;
    }
    return account;
}

void Crowd::complain(const std::string& what)
{
    if (m_problems.size() < problemsShown)
        m_problems.push_back(what);
    else if (m_problems.size() == problemsShown)
        m_problems.emplace_back("and more");
}

void Crowd::entered(Client&)
{
    ++m_in;
}

void Crowd::heard(Client& client, std::string_view message, Nanos at)
{
    const auto stamp = m_stamps.find(message);
    if (!stamp)
        return complain("a message without a stamp: " + std::string(message.substr(0, 200)));
    ++client.received().count;
    client.received().sum += spread(stamp->number);
    ++m_account.delivered;
    if (m_window)
        measure(*m_window, client, *stamp, at);
    if (m_ownHeard && stamp->sender == client.number())
        m_ownHeard(client, at);
}

void Crowd::measure(Window& window, const Client& client, const Stamp& stamp, Nanos at)
{
    window.arrived += at < window.to ? 1 : 0;
    if (stamp.intended < window.from || stamp.intended >= window.to || client.willStop())
        return;
    const Nanos latency = at - stamp.intended;
    window.latencies.add(latency);
    if (stamp.sender == client.number())
        window.own.add(latency);
    else if (m_clients[stamp.sender].place() != client.place())
        window.elsewhere.add(latency);
}

void Crowd::ended(Client& client, const std::string& why)
{
    complain("client " + std::to_string(client.number()) + ": " + why);
}

} // namespace parlance::bench
