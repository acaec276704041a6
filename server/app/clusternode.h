#pragma once

#include "app/settings.h"
#include "cluster/eventrelay.h"
#include "cluster/nodeleases.h"
#include "cluster/noticereader.h"
#include "cluster/peoplerelay.h"
#include "cluster/raterelay.h"
#include "control/messages.h"
#include "handlers/services.h"

namespace parlance {

/// What a server needs to be one of several that share a store.
struct ClusterParts {
    NodeId node;
    NoticeBoard& notices;
    NodeRegister& nodes;
    QByteArray key; ///< that the nodes share
    std::function<std::unique_ptr<EventBus>(DeadlineWheel&)> makeBus;
    std::function<void()> superseded; ///< see NodeLeases
};

/// A server as one of several: what stands between the bus and the store on one side and the rooms and connections on
/// the other, put together.
class ClusterNode final : private NoticeListener {
  public:
    /// The settings, the services and the wheel outlive it. The store may be gone before it, if it calls back no more.
    ClusterNode(const ClusterParts& parts, const Settings& settings, const Services& services, DeadlineWheel& wheel);
    ~ClusterNode() override;

    /// `arm` is called when something is to be sent: flush() is to be called at the end of the event loop's pass.
    void onWaiting(std::function<void()> arm) { m_stream.onWaiting(std::move(arm)); }
    void flush() { m_stream.flush(); }

    /// This server is about to stop. The others show its people for a while, until they have reached another.
    void leave();

    /// The servers that live, for admins.
    control::NodeList list() const;

    const NodeStream& stream() const { return m_stream; }
    const EventRelay& events() const { return m_events; }
    const PeopleRelay& people() const { return m_people; }
    const NoticeReader& notices() const { return m_notices; }
    const NodeLeases& leases() const { return m_leases; }

  private:
    NodeRecord describe() const;
    void noticed(const Notice& notice, std::function<void()> unsettled) override;
    void outdated() override;

    const Settings& m_settings;
    const QByteArray m_key;
    const qint64 m_startedAt; // ms since 1970
    Services m_services;
    const std::unique_ptr<EventBus> m_bus;
    NodeStream m_stream;
    EventRelay m_events;
    NodeLeases m_leases;
    PeopleRelay m_people; // behind what brings events
    NoticeReader m_notices;
    RateRelay m_rates;
};

} // namespace parlance
