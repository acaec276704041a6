#include "cli/checks.h"
#include "cli/columns.h"
#include "postgresql/pgcondition.h"
#include "postgresql/pgschema.h"

#include <unistd.h>

namespace parlance::cli {

namespace {

const QString databaseCheck = QStringLiteral("database");

Finding problem(const QString& text)
{
    return {Level::Problem, databaseCheck, text};
}

/// A server that runs as somebody else may be let in where whoever asks is not.
Finding unreachable(const QString& why, const Account& account)
{
    if (account.user == ::geteuid())
        return problem(why);
    return {
        Level::Warning, databaseCheck,
        QStringLiteral("%1. That may be because you are not %2: sudo -u %2 parlanced doctor").arg(why, account.name)};
}

std::optional<Finding> checkServer(const PgCondition& server)
{
    constexpr qint64 tolerance = 2'000; // ms
    if (server.version < oldestPostgresql)
        return problem(QStringLiteral("PostgreSQL %1: Parlance needs 14 or newer").arg(server.shownVersion));
    if (server.encoding != QLatin1String("UTF8"))
        return problem(
            QStringLiteral("it is encoded in %1: make one with createdb -E UTF8 -T template0").arg(server.encoding));
    if (!server.isSynced)
        return problem(
            QStringLiteral("fsync is off: a loss of power takes what was acknowledged, or all. Set fsync = on"));
    if (!server.hasFullPages)
        return problem(
            QStringLiteral("full_page_writes is off: a loss of power may damage it. Set full_page_writes = on"));
    if (server.isFull)
        return problem(
            QStringLiteral("its disk is full, so nothing can be written: make room on PostgreSQL's machine"));
    if (std::abs(server.clockAhead) > tolerance) {
        return Finding{Level::Warning, databaseCheck,
                       QStringLiteral("its clock is %1 s off this computer's, and gives messages their times: set both")
                           .arg(double(server.clockAhead) / 1'000, 0, 'f', 1)};
    }
    return std::nullopt;
}

/// Settings that differ between servers which work as one.
std::vector<Finding> nodeChecks(const std::vector<NodeRecord>& nodes)
{
    std::vector<Finding> findings;
    const QString what = QStringLiteral("nodes");
    for (const NodeRecord& node : nodes) {
        for (const auto& [key, value] : node.settings) {
            const auto first = nodes.front().settings.find(key);
            if (first != nodes.front().settings.end() && first->second != value)
                findings.push_back({Level::Warning, what,
                                    QStringLiteral("%1 differs between %2 and %3: make it the same")
                                        .arg(key, nodes.front().host, node.host)});
        }
    }
    if (!nodes.empty() && findings.empty())
        findings.push_back(
            {Level::Fine, what,
             counted(qint64(nodes.size()), QStringLiteral("server")) + QStringLiteral(", with the same settings")});
    return findings;
}

} // namespace

std::vector<Finding> databaseChecks(const Settings& settings, const Account& account)
{
    if (!settings.isInPostgresql())
        return {};
    const auto server = askCondition(settings.storageUrl);
    if (!server)
        return {unreachable(server.error().message, account)};
    if (auto found = checkServer(*server))
        return {*std::move(found)};
    std::vector<Finding> findings{{Level::Fine, databaseCheck,
                                   QStringLiteral("PostgreSQL %1 answers in %2 ms")
                                       .arg(server->shownVersion)
                                       .arg(double(server->microseconds) / 1'000, 0, 'f', 2)}};
    for (Finding& finding : nodeChecks(server->nodes))
        findings.push_back(std::move(finding));
    return findings;
}

} // namespace parlance::cli
