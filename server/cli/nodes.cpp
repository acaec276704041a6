#include "app/openstore.h"
#include "app/output.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "cli/roomcare.h"

#include <algorithm>

namespace parlance::cli {

namespace {

QString shownAge(std::optional<qint64> milliseconds)
{
    if (!milliseconds)
        return QStringLiteral("never");
    return QStringLiteral("%1 s ago").arg(double(*milliseconds) / 1'000, 0, 'f', 1);
}

QStringList lineFor(const control::NodeStatus& node)
{
    return {node.host,
            node.version,
            shownTime(node.startedAt),
            shownNumber(node.connections),
            shownAge(node.renewedAgo),
            node.isAsked ? QStringLiteral("(asked)") : shownAge(node.heardAgo)};
}

} // namespace

int nodes(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    if (!configuration)
        return exitUsage;
    auto server = control::CallSocket::open(controlPath(configuration->settings));
    if (!server)
        return fail(exitEnvironment, server.error().message);
    const auto list = ask<control::NodeList>(*server, control::ListNodes());
    if (!list)
        return fail(exitEnvironment, list.error().message);
    std::vector<QStringList> lines{{QStringLiteral("NODE"), QStringLiteral("VERSION"), QStringLiteral("SINCE"),
                                    QStringLiteral("CONNECTIONS"), QStringLiteral("IN DATABASE"),
                                    QStringLiteral("BY REDIS")}};
    for (const control::NodeStatus& node : list->nodes) {
        if (invocation.isSet("--json"))
            print(stdout, lineOf(node) + u'\n');
        lines.push_back(lineFor(node));
    }
    if (invocation.isSet("--json"))
        return 0;
    print(stdout, columns(lines));
    if (std::ranges::any_of(list->nodes, [&](const auto& node) { return node.level > list->level; }))
        print(stdout, QStringLiteral("The servers are of two versions. What is new waits until all are updated.\n"));
    if (!list->hearsBus)
        print(stdout, QStringLiteral("Redis is away for the server that was asked; it asks the database instead.\n"));
    return 0;
}

} // namespace parlance::cli
