#include "postgresql/pgnodes.h"

#include "postgresql/pgschema.h"

#include <QStringList>

#include <algorithm>

namespace parlance {

namespace {

constexpr PgStatement renewRow{
    "INSERT INTO nodes (node, version, host, started, connections, settings, level, renewed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp()) ON CONFLICT (node) DO UPDATE"
    " SET connections = excluded.connections, settings = excluded.settings, renewed = excluded.renewed"};
constexpr PgStatement forgetRows{"DELETE FROM nodes WHERE renewed < clock_timestamp() - interval '1 minute'"};
constexpr PgStatement removeNode{"DELETE FROM nodes WHERE node = $1"};
constexpr PgStatement findAlive{
    "SELECT node, version, host, started, connections, settings, level,"
    " greatest(0, extract(epoch FROM clock_timestamp() - renewed) * 1000)::bigint AS ago FROM nodes"
    " WHERE renewed > clock_timestamp() - $1::bigint * interval '1 millisecond' ORDER BY host, node"};

constexpr PgStatement findLevels{"SELECT min_reader, (SELECT min(level) FROM nodes WHERE node <> $1), system,"
                                 " timeline FROM parlance"};
constexpr PgStatement findMinReader{"SELECT min_reader FROM parlance"};
constexpr PgStatement shutOut{"UPDATE parlance SET min_reader = $1::int WHERE min_reader < $1::int"
                              " AND NOT EXISTS (SELECT 1 FROM nodes WHERE level < $1::int)"};

/// A line KEY=VALUE for each.
QString packSettings(const std::map<QString, QString>& settings)
{
    QString lines;
    for (const auto& [key, value] : settings)
        lines += key + u'=' + value + u'\n';
    return lines;
}

std::map<QString, QString> unpackSettings(const QString& lines)
{
    std::map<QString, QString> settings;
    for (const QString& line : lines.split(u'\n', Qt::SkipEmptyParts))
        settings.emplace(line.section(u'=', 0, 0), line.section(u'=', 1));
    return settings;
}

} // namespace

LiveNodes PgNodes::renew(const NodeRecord& self)
{
    PgRows before = m_connection.ask(findLevels, self.node.text());
    if (!before.next())
        return {};
    const auto minReader = int(before.number(0));
    const int others = before.isNull(1) ? pgSchemaVersion : int(before.number(1));
    const bool isNews = minReader < pgMinReader;
    // Whoever shuts others out waits for those that are just coming, and these for it: neither misses the other.
    const bool isDue = isNews && others >= pgMinReader;
    m_connection.send(isDue ? lockPgSchema : sharePgSchema);
    LiveNodes live;
    live.history = {before.bytes(2), before.number(3)};
    live.isSuperseded = m_connection.number(findMinReader) > pgSchemaVersion;
    if (live.isSuperseded)
        return live;
    write(self);
    if (isDue)
        m_connection.send(shutOut, pgMinReader);
    live.nodes = alive();
    live.level = std::min(others, isNews ? pgMinReader - 1 : pgSchemaVersion);
    return live;
}

void PgNodes::write(const NodeRecord& self)
{
    m_connection.send(renewRow, self.node.text(), self.version, self.host, self.startedAt, self.connections,
                      packSettings(self.settings), pgSchemaVersion);
    m_connection.send(forgetRows);
}

void PgNodes::resign(const NodeId& node)
{
    m_connection.send(removeNode, node.text());
}

std::vector<NodeRecord> PgNodes::alive()
{
    std::vector<NodeRecord> nodes;
    PgRows row = m_connection.ask(findAlive, NodeRegister::lease);
    while (row.next())
        nodes.push_back({.node = NodeId(row.bytes(0)),
                         .version = row.text(1),
                         .host = row.text(2),
                         .startedAt = row.number(3),
                         .connections = row.number(4),
                         .level = int(row.number(6)),
                         .settings = unpackSettings(row.text(5)),
                         .renewedAgo = row.number(7)});
    return nodes;
}

} // namespace parlance
