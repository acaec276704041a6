#include "bench/load/run.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <iterator>

namespace parlance::bench {

namespace {

constexpr size_t idleRoom = 10;               // people
constexpr Nanos patience = 15 * perSecond;    // with messages that are on their way when a window ends
constexpr Nanos grace = 200 * perMillisecond; // in which what comes twice would come
constexpr Nanos residentEvery = 100 * perMillisecond;
constexpr size_t longText = 15'000;     // characters
constexpr size_t belowLimit = 700'000;  // bytes that wait for one who does not read, and may
constexpr size_t overLimit = 3'000'000; // bytes that no server should keep for one

bool parse(const std::string& url, Surroundings& surroundings)
{
    Place& place = surroundings.places.emplace_back();
    std::array<char, 4> scheme{};
    std::array<char, 64> address{};
    std::array<char, 256> path{};
    unsigned port = 0;
    if (std::sscanf(url.c_str(), "%3[ws]://%63[0-9.]:%5u%255s", scheme.data(), address.data(), &port, path.data()) != 4)
        return false;
    place.address.sin_family = AF_INET;
    place.address.sin_port = htons(std::uint16_t(port));
    place.host = std::string(address.data()) + ':' + std::to_string(port);
    place.path = path.data();
    if (std::string_view(scheme.data()) == "wss")
        surroundings.tls = trustingContext();
    return inet_pton(AF_INET, address.data(), &place.address.sin_addr) == 1;
}

Surroundings surroundingsOf(const Plan& plan)
{
    Surroundings surroundings;
    surroundings.dialect = plan.dialect;
    for (const std::string& url : plan.urls) {
        if (!parse(url, surroundings))
            std::fprintf(stderr, "not an address: %s\n", url.c_str());
    }
    return surroundings;
}

std::vector<ThreadTime> difference(const std::vector<ThreadTime>& before, std::vector<ThreadTime> after)
{
    for (ThreadTime& thread : after) {
        const auto same = std::ranges::find(before, thread.id, &ThreadTime::id);
        if (same != before.end())
            thread.time -= same->time;
    }
    return after;
}

class Run {
  public:
    explicit Run(const Plan& plan)
        : m_plan(plan)
        , m_servers(plan.servers.begin(), plan.servers.end())
        , m_crowd(surroundingsOf(plan))
    {}

    Report carryOut()
    {
        m_report.residentAtFirst = m_servers.front().resident();
        const Nanos begun = clockNow();
        m_crowd.enter("room", m_plan.rooms, m_plan.members, m_plan.stopped, m_plan.atOnce);
        m_report.entrySeconds = double(clockNow() - begun) / double(perSecond);
        m_report.entryBytes = m_crowd.surroundings().bytes;
        Traffic traffic(m_crowd, m_plan.manner);
        if (m_plan.rooms > 0)
            measure("alone", traffic, m_plan.warmUp);
        if (m_plan.idle > 0) {
            m_crowd.enter("idle", m_plan.idle / idleRoom, idleRoom, 0, m_plan.atOnce);
            measure("idle", traffic, m_plan.warmUp);
        }
        if (m_plan.stopped > 0) {
            m_report.residentBeforeStop = m_residentMost = m_servers.front().resident();
            m_crowd.stopReaders();
            flood(belowLimit);
            measure("stopped", traffic, m_plan.warmUp);
            flood(overLimit);
            m_report.residentMostAfterStop = m_residentMost;
        }
        finish();
        return std::move(m_report);
    }

  private:
    void measure(const std::string& name, Traffic& traffic, int warmUp)
    {
        if (!m_crowd.problems().empty())
            return;
        Measured measured;
        Window window{never, never, 0, {}, {}, {}};
        m_crowd.watch(&window, [&traffic](Client& author, Nanos at) { traffic.cameBack(author, at); });
        traffic.begin(clockNow());
        pass(warmUp * perMillisecond, traffic);

        const auto before = threads();
        const Surroundings& surroundings = m_crowd.surroundings();
        measured.heartbeats = surroundings.heartbeats;
        measured.pings = surroundings.pings;
        window.arrived = 0;
        window.from = clockNow();
        pass(m_plan.window * perMillisecond, traffic);
        window.to = clockNow();
        measured.threads = difference(before, threads());
        measured.heartbeats = surroundings.heartbeats - measured.heartbeats;
        measured.pings = surroundings.pings - measured.pings;

        traffic.end();
        settle(traffic);
        m_crowd.watch(nullptr, {});
        measured.name = name;
        measured.seconds = double(window.to - window.from) / double(perSecond);
        measured.deliveries = window.arrived;
        measured.latencies = window.latencies;
        measured.own = window.own;
        measured.elsewhere = window.elsewhere;
        measured.residentAfter = m_servers.front().resident();
        m_report.measured.push_back(std::move(measured));
    }

    /// Of all servers.
    std::vector<ThreadTime> threads() const
    {
        std::vector<ThreadTime> all;
        for (const ServerProcess& server : m_servers)
            std::ranges::move(server.threads(), std::back_inserter(all));
        return all;
    }

    /// Lets everybody hear so many bytes, as fast as they come back to who sent them.
    void flood(size_t bytes)
    {
        Traffic traffic(m_crowd, {m_plan.manner.speakers, 0, 1, longText});
        m_crowd.watch(nullptr, [&traffic](Client& author, Nanos at) { traffic.cameBack(author, at); });
        traffic.begin(clockNow());
        while (traffic.sent() * longText < bytes && m_crowd.problems().empty())
            pass(10 * perMillisecond, traffic);
        traffic.end();
        settle(traffic);
        m_crowd.watch(nullptr, {});
    }

    void pass(Nanos time, Traffic& traffic)
    {
        const Nanos end = clockNow() + time;
        for (Nanos now = clockNow(); now < end && m_crowd.problems().empty(); now = clockNow()) {
            traffic.sendDue(now);
            m_crowd.turn(std::min({end, traffic.due(), m_residentAt}));
            if (clockNow() >= m_residentAt) {
                m_residentMost = std::max(m_residentMost, m_servers.front().resident());
                m_residentAt = clockNow() + residentEvery;
            }
        }
    }

    void settle(Traffic& traffic)
    {
        const Nanos end = clockNow() + patience;
        while (!m_crowd.isQuiet() && clockNow() < end && m_crowd.problems().empty())
            m_crowd.turn(end);
        pass(grace, traffic);
    }

    void finish()
    {
        m_report.clients = m_crowd.clients();
        m_report.account = m_crowd.account();
        const Account& account = m_report.account;
        if (account.lost + account.doubled + account.mixed > 0)
            m_crowd.complain("not everybody got everything once");
        m_report.problems = m_crowd.problems();
    }

    const Plan& m_plan;
    std::vector<ServerProcess> m_servers;
    Crowd m_crowd;
    Report m_report;
    Nanos m_residentAt = 0;
    std::uint64_t m_residentMost = 0;
};

} // namespace

Report carryOut(const Plan& plan)
{
    return Run(plan).carryOut();
}

} // namespace parlance::bench
