#include "bench/load/report.h"

#include <sstream>
#include <utility>

namespace parlance::bench {

namespace {

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += std::uint8_t(c) < 0x20 ? ' ' : c;
    }
    return out + '"';
}

template <class List, class Write>
void writeList(std::ostream& out, const List& list, Write write)
{
    out << '[';
    const char* between = "";
    for (const auto& entry : list) {
        out << std::exchange(between, ",");
        write(entry);
    }
    out << ']';
}

double milliseconds(Nanos time)
{
    return double(time) / double(perMillisecond);
}

void write(std::ostream& out, const Histogram& latencies)
{
    out << R"({"count":)" << latencies.total() << R"(,"p50":)" << milliseconds(latencies.at(0.5)) << R"(,"p99":)"
        << milliseconds(latencies.at(0.99)) << R"(,"p999":)" << milliseconds(latencies.at(0.999)) << R"(,"max":)"
        << milliseconds(latencies.largest()) << '}';
}

void write(std::ostream& out, const Measured& measured)
{
    out << R"({"name":)" << quoted(measured.name) << R"(,"seconds":)" << measured.seconds << R"(,"deliveries":)"
        << measured.deliveries << R"(,"latencies":)";
    write(out, measured.latencies);
    out << R"(,"own":)";
    write(out, measured.own);
    out << R"(,"elsewhere":)";
    write(out, measured.elsewhere);
    out << R"(,"threads":)";
    writeList(out, measured.threads, [&out](const ThreadTime& thread) {
        out << R"({"id":)" << thread.id << R"(,"name":)" << quoted(thread.name) << R"(,"us":)"
            << double(thread.time) / 1e3 << '}';
    });
    out << R"(,"residentAfter":)" << measured.residentAfter << R"(,"heartbeats":)" << measured.heartbeats
        << R"(,"pings":)" << measured.pings << '}';
}

} // namespace

std::string toJson(const Report& report)
{
    std::ostringstream out;
    out.precision(15);
    out << R"({"clients":)" << report.clients << R"(,"residentAtFirst":)" << report.residentAtFirst
        << R"(,"entry":{"seconds":)" << report.entrySeconds << R"(,"bytes":)" << report.entryBytes
        << R"(},"stop":{"residentBefore":)" << report.residentBeforeStop << R"(,"residentMost":)"
        << report.residentMostAfterStop << R"(},"measured":)";
    writeList(out, report.measured, [&out](const Measured& measured) { write(out, measured); });
    const Account& account = report.account;
    out << R"(,"account":{"expected":)" << account.expected << R"(,"delivered":)" << account.delivered << R"(,"lost":)"
        << account.lost << R"(,"doubled":)" << account.doubled << R"(,"mixed":)" << account.mixed << R"(},"problems":)";
    writeList(out, report.problems, [&out](const std::string& problem) { out << quoted(problem); });
    out << '}';
    return out.str();
}

} // namespace parlance::bench
