#include "app/metricstext.h"

#include "metrics/exposition.h"
#include "metrics/process.h"
#include "session/session.h"

namespace parlance {

namespace {

constexpr double millisecond = 1e-3; // s

void writeBuild(Exposition& out, const Observed& observed)
{
    out.gauge("parlance_build_info", "The version that runs.");
    out.sample({{"version", PARLANCE_VERSION}, {"qt", qVersion()}}, 1);
    out.gauge("parlance_uptime_seconds", "Since the start.", double(observed.uptime) * millisecond);
}

void writeConnections(Exposition& out, const Observed& observed)
{
    qint64 open = 0;
    qint64 plain = 0;
    qint64 full = 0;
    qint64 backlog = 0;
    observed.hub.forEach([&](const Session& session) {
        backlog += session.backlog();
        switch (session.kind()) {
        case Session::Kind::Open:
            ++open;
            break;
        case Session::Kind::Plain:
            ++plain;
            break;
        case Session::Kind::Full:
            ++full;
            break;
        }
    });
    out.gauge("parlance_connections", "Connections now; ungreeted, plain and full are WebSockets.");
    out.sample({{"kind", "handshake"}}, double(observed.door.handshakeCount()));
    out.sample({{"kind", "visitor"}}, double(observed.door.visitorCount()));
    out.sample({{"kind", "ungreeted"}}, double(open));
    out.sample({{"kind", "plain"}}, double(plain));
    out.sample({{"kind", "full"}}, double(full));
    out.gauge("parlance_backlog_bytes", "Written for clients that have not taken it yet.", double(backlog));
}

template <class Counts, class Key>
double countOf(const Counts& counts, const Key& key)
{
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : double(found->second);
}

void writeDoor(Exposition& out, const DoorCounts& counts)
{
    out.counter("parlance_accepted_total", "Connections that came, of whatever kind.", double(counts.accepted));
    out.counter("parlance_websockets_total", "Connections that became WebSockets.", double(counts.upgraded));
    out.counter("parlance_refused_total", "Requests and connections that were refused, by HTTP status.");
    for (const int status : {400, 403, 404, 408, 413, 426, 431, 503})
        out.sample({{"status", QByteArray::number(status)}}, countOf(counts.refused, status));
    out.counter("parlance_closes_total", "WebSockets that ended, by the server's reason, or by the peer.");
    for (const CloseInfo& row : CloseTable()) {
        if (!row.reason.empty())
            out.sample({{"reason", QByteArray(row.reason.data(), qsizetype(row.reason.size()))}},
                       countOf(counts.closed, row.code));
    }
    out.sample({{"reason", "peer"}}, double(counts.left));
}

void writeEvicted(Exposition& out, const Observed& observed)
{
    out.counter("parlance_evicted_total", "Connections that made room for others, of the address that held the most.");
    out.sample({{"kind", "handshake"}}, double(observed.door.evictedHandshakes()));
    out.sample({{"kind", "visitor"}}, double(observed.door.evictedVisitors()));
    out.sample({{"kind", "ungreeted"}}, double(observed.hub.counts().evicted));
}

template <class... Events>
void writeEvents(Exposition& out, const Rooms::Committed& counts, std::type_identity<std::variant<Events...>>)
{
    size_t place = 0;
    const auto writeOne = [&]<class Event>(std::type_identity<Event>) {
        if constexpr (requires { Event::type; })
            out.sample({{"type", QByteArray(Event::type.data(), qsizetype(Event::type.size()))}},
                       double(counts[place]));
        ++place;
    };
    (writeOne(std::type_identity<Events>()), ...);
}

void writeRooms(Exposition& out, const Observed& observed)
{
    const HubCounts& counts = observed.hub.counts();
    const DeliveryCounts& deliveries = observed.hub.deliveries();
    out.gauge("parlance_rooms", "Rooms in memory: those that somebody is in.", double(observed.rooms.count()));
    out.counter("parlance_events_total", "Events that were committed to rooms' logs; message: those people write.");
    writeEvents(out, observed.rooms.committedCounts(), std::type_identity<DurableEvent>());
    out.counter("parlance_deliveries_total", "Events of rooms, once for each connection that they were written to.",
                double(deliveries.delivered));
    out.counter("parlance_left_out_total", "Passing events that slow connections were spared.");
    out.sample({{"kind", "presence"}}, double(deliveries.leftOutPresence));
    out.sample({{"kind", "typing"}}, double(deliveries.leftOutTyping));
    out.histogram("parlance_ack_seconds", "From a request that writes to the log to its acknowledgement's being sent.",
                  counts.acknowledged);
}

void writeStore(Exposition& out, const StoreState& state)
{
    out.gauge("parlance_store_queue", "Calls to the store that are not answered yet.", double(state.waiting));
    out.counter("parlance_store_commits_total", "Transactions that were committed.", double(state.commits));
    out.counter("parlance_store_retries_total",
                "Transactions that were begun again, after a lost connection or a lock.", double(state.retries));
    out.gauge("parlance_store_refuses", "1 while new events are refused: the disk is full, or the database is away.",
              state.obstacle.isEmpty() ? 0 : 1);
}

void writeCluster(Exposition& out, const ClusterNode& cluster)
{
    qint64 connections = 0;
    for (const NodeRecord& node : cluster.leases().nodes())
        connections += node.connections;
    const StreamCounts& counts = cluster.stream().counts();
    out.gauge("parlance_nodes", "Servers that work as one, by the database.", double(cluster.leases().nodes().size()));
    out.gauge("parlance_nodes_connections", "Clients' connections to all of them.", double(connections));
    out.gauge("parlance_nodes_unheard", "Those that live and are not heard by Redis.",
              double(cluster.stream().missing()));
    out.gauge("parlance_bus_works", "1 while this server hears what it says by Redis itself.",
              cluster.stream().isAttached() ? 1 : 0);
    out.gauge("parlance_bus_lag_seconds", "For which its last sign of life was under way.",
              double(cluster.stream().lag()) * millisecond);
    out.counter("parlance_bus_messages_total", "Messages between the servers.");
    out.sample({{"direction", "sent"}}, double(counts.published));
    out.sample({{"direction", "heard"}}, double(counts.heard));
    out.counter("parlance_bus_refused_total", "Messages that made no sense.", double(counts.refused));
    out.counter("parlance_bus_holes_total", "Times that messages of another server were missed.", double(counts.holes));
    out.counter("parlance_gap_reads_total", "Reads of events that no message told of.",
                double(cluster.events().gapReads()));
    out.counter("parlance_polls_total", "Comparisons with the database while the bus was away, here or elsewhere.",
                double(counts.polls));
    out.counter("parlance_notice_reads_total", "Reads of what other servers have changed.",
                double(cluster.notices().reads()));
}

void writeLog(Exposition& out, const LogCounts& counts)
{
    out.counter("parlance_log_left_out_total", "Log lines that were not written, because they came in masses.");
    out.sample({{"reason", "repeated"}}, double(counts.gathered));
    out.sample({{"reason", "not_taken"}}, double(counts.dropped));
}

void writeProcess(Exposition& out, const Observed& observed)
{
    const ProcessState state = processState();
    out.gauge("process_resident_memory_bytes", "Resident memory size in bytes.", double(state.residentBytes));
    out.gauge("process_open_fds", "Number of open file descriptors.", double(state.openDescriptors));
    out.gauge("process_max_fds", "Maximum number of open file descriptors.", double(state.maxDescriptors));
    out.counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.",
                state.processorSeconds);
    out.gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.",
              double(observed.now - observed.uptime) * millisecond);
}

} // namespace

QByteArray metricsText(const Observed& observed)
{
    Exposition out;
    writeBuild(out, observed);
    writeConnections(out, observed);
    writeDoor(out, observed.door.counts());
    writeEvicted(out, observed);
    writeRooms(out, observed);
    writeStore(out, observed.store.state());
    if (observed.cluster)
        writeCluster(out, *observed.cluster);
    writeLog(out, observed.log);
    writeProcess(out, observed);
    return out.take();
}

} // namespace parlance
