#include "app/clusternode.h"

#include "app/endpoint.h"
#include "base/views.h"
#include "handlers/noticed.h"

#include <QHostAddress>
#include <QMessageAuthenticationCode>
#include <QSysInfo>

#include <algorithm>
#include <array>
#include <utility>

namespace parlance {

namespace {

/// What clients meet on every node, and admins expect to be the same. Of secrets only a code goes into the database, by
/// which equal ones can be told.
std::map<QString, QString> commonSettings(const Settings& settings, const QByteArray& key)
{
    static constexpr std::array<std::string_view, 3> sections{"access", "limits", "server"};
    std::map<QString, QString> common;
    for (const Setting& setting : settingsTable()) {
        if (std::ranges::find(sections, sectionOf(setting)) == sections.end())
            continue;
        const QByteArray value = setting.show(settings).toUtf8();
        const auto code = [&] { return QMessageAuthenticationCode::hash(value, key, QCryptographicHash::Sha256); };
        common.emplace(toQString(setting.key), QString::fromUtf8(setting.isSecret ? code().toHex() : value));
    }
    return common;
}

} // namespace

ClusterNode::ClusterNode(const ClusterParts& parts, const Settings& settings, const Services& services,
                         DeadlineWheel& wheel)
    : m_settings(settings)
    , m_key(parts.key)
    , m_startedAt(wheel.clock().wall())
    , m_services(services)
    , m_bus(parts.makeBus(wheel))
    , m_stream(parts.node, *m_bus, wheel)
    , m_events(m_stream, services.store, services.rooms, wheel)
    , m_leases(
          parts.nodes, m_stream, wheel, [this] { return describe(); }, parts.superseded)
    , m_people(m_stream, services.rooms, services.identities, wheel,
               [this](const NodeId& node) { return m_leases.lives(node); })
    , m_notices(m_stream, parts.notices, wheel, *this)
    , m_rates(m_stream, services.rates, wheel)
{
    m_services.attendance.setFollower(&m_people);
}

ClusterNode::~ClusterNode()
{
    m_services.attendance.setFollower(nullptr);
}

NodeRecord ClusterNode::describe() const
{
    const Endpoint endpoint{QHostAddress(m_settings.listenAddress), quint16(m_settings.listenPort)};
    return {.node = m_stream.node(),
            .version = QStringLiteral(PARLANCE_VERSION),
            .host = QSysInfo::machineHostName() + u' ' + showEndpoint(endpoint),
            .startedAt = m_startedAt,
            .connections = qint64(m_services.hub.count()),
            .settings = commonSettings(m_settings, m_key)};
}

control::NodeList ClusterNode::list() const
{
    control::NodeList list;
    list.hearsBus = m_stream.isAttached();
    list.level = m_leases.level();
    for (const NodeRecord& record : m_leases.nodes()) {
        list.nodes.push_back({.node = record.node,
                              .host = record.host,
                              .version = record.version,
                              .startedAt = record.startedAt,
                              .connections = record.connections,
                              .level = record.level,
                              .isAsked = record.node == m_stream.node(),
                              .renewedAgo = record.renewedAgo + m_leases.age(),
                              .heardAgo = m_stream.silence(record.node)});
    }
    return list;
}

void ClusterNode::leave()
{
    m_stream.leave();
    m_leases.resign();
}

void ClusterNode::noticed(const Notice& notice, std::function<void()> unsettled)
{
    handlers::noticed(m_services, notice, std::move(unsettled));
}

void ClusterNode::outdated()
{
    handlers::outdated(m_services);
}

} // namespace parlance
