#include "postgresql/pgnodes.h"

#include <QStringList>

namespace parlance {

namespace {

constexpr PgStatement renewRow{
    "INSERT INTO nodes (node, version, host, started, connections, settings, renewed)"
    " VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp()) ON CONFLICT (node) DO UPDATE"
    " SET connections = excluded.connections, settings = excluded.settings, renewed = excluded.renewed"};
constexpr PgStatement forgetRows{"DELETE FROM nodes WHERE renewed < clock_timestamp() - interval '1 minute'"};
constexpr PgStatement removeNode{"DELETE FROM nodes WHERE node = $1"};
constexpr PgStatement findAlive{
    "SELECT node, version, host, started, connections, settings,"
    " greatest(0, extract(epoch FROM clock_timestamp() - renewed) * 1000)::bigint AS ago FROM nodes"
    " WHERE renewed > clock_timestamp() - $1::bigint * interval '1 millisecond' ORDER BY host, node"};

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

void PgNodes::renew(const NodeRecord& self)
{
    m_connection.send(renewRow, self.node.text(), self.version, self.host, self.startedAt, self.connections,
                      packSettings(self.settings));
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
                         .settings = unpackSettings(row.text(5)),
                         .renewedAgo = row.number(6)});
    return nodes;
}

} // namespace parlance
