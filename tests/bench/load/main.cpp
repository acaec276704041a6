// Loads a chat server and measures what it needs for it: bench_load --help
//
// One thread, raw epoll. Where messages go out on schedule, a latency counts from when a message should have been sent,
// so that neither a slow server nor a slow generator hides anything.

#include "bench/load/run.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>

using namespace parlance::bench;

namespace {

void raiseDescriptorLimit()
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

void addOptions(CLI::App& app, Plan& plan)
{
    const std::map<std::string, Dialect> dialects{
        {"plain", Dialect::Plain}, {"socketio", Dialect::SocketIo}, {"full", Dialect::Full}};
    app.add_option(
           "--url", plan.urls,
           "ws://ADDRESS:PORT/PATH of the server, or wss:; of several, over which each room's members are spread")
        ->required();
    app.add_option("--server", plan.servers, "its process id, or theirs")->required();
    app.add_option("--dialect", plan.dialect)->transform(CLI::CheckedTransformer(dialects));
    app.add_option("--rooms", plan.rooms);
    app.add_option("--members", plan.members, "of each room");
    app.add_option("--speakers", plan.manner.speakers, "of each room");
    app.add_option("--rate", plan.manner.rate, "messages a second, of all speakers together");
    app.add_option("--in-flight", plan.manner.inFlight, "or: messages of each speaker on their way at any time");
    app.add_option("--text", plan.manner.textLength, "characters of a message")->default_val(64);
    app.add_option("--idle", plan.idle, "clients that come in for a second measurement, in rooms of ten");
    app.add_option("--stopped", plan.stopped, "members of each room that stop reading for a second measurement");
    app.add_option("--warm-up", plan.warmUp, "ms before each measurement");
    app.add_option("--window", plan.window, "ms of each measurement");
    app.add_option("--at-once", plan.atOnce, "clients on their way in at a time");
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Loads a chat server and prints what it measured as JSON");
    Plan plan;
    addOptions(app, plan);
    CLI11_PARSE(app, argc, argv);
    raiseDescriptorLimit();
    std::signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_TIMERSLACK, 1UL); // ns; by default waits end up to 50 us late
    const Report report = carryOut(plan);
    std::puts(toJson(report).c_str());
    return report.problems.empty() ? 0 : 1;
}
