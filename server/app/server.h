#pragma once

#include "app/clusternode.h"
#include "app/configuration.h"
#include "auth/accountcredentials.h"
#include "auth/accountfactors.h"
#include "auth/guestauthenticator.h"
#include "base/wheeltimer.h"
#include "command/dispatcher.h"
#include "control/controlsocket.h"
#include "dialects/dialects.h"
#include "net/frontdoor.h"
#include "net/passend.h"
#include "net/sidedoor.h"
#include "service/handedsocket.h"

#include <QObject>

#include <functional>
#include <memory>

namespace parlance {

/// The composition root: the only place that knows which class stands behind which seam.
class Server final : public QObject {
  public:
    /// Wraps the EventSink, for tests of faults. Empty: it is not wrapped.
    using MakeSink = std::function<std::unique_ptr<EventSink>(EventSink&)>;

    Server(const Settings& settings, QByteArray key, Proxies proxies, std::unique_ptr<Store> store,
           const MakeSink& makeSink = {});
    ~Server() override;

    /// This server is one of several. To be called before start(), or not at all.
    void join(const ClusterParts& parts);

    /// Starts to listen, on the handed socket if there is one, or says in one line why that is not possible.
    std::optional<QString> start(const std::optional<HandedSocket>& handed);

    /// From now on these hold, but for what needs a restart; see rereading.h.
    void take(const Settings& settings, Proxies proxies);

    /// Before start(), or while it runs: see FrontDoor.
    void setCertificate(const QSslConfiguration& certificate) { m_door.setCertificate(certificate); }

    /// The address that a browser on this machine can open.
    QString pageUrl() const;

    /// Calls back with the token of a link that makes whoever opens it the server's owner; not at all where the server
    /// has one.
    void offerOwnership(std::function<void(const QString& token)> offered);

    DeadlineWheel& wheel() { return m_wheel; }
    size_t connectionCount() const { return m_hub.count(); }

    /// Stops accepting, closes everybody with `restarting`, and calls back when they are gone, 1.5 s later at the
    /// latest. Who was accepted already is given an answer. One of several servers closes many connections bit by bit,
    /// within 5 s, because they come to the others then.
    void stop(std::function<void()> done);

  private:
    void endPass();
    void closeNext();
    void awaitLast();
    void admit(std::unique_ptr<Link> link);
    std::optional<QString> startMetrics();
    std::optional<QString> startListening(const std::optional<HandedSocket>& handed);
    HttpPages pages(bool isMainPort);
    HttpResponse readiness() const;
    HttpResponse metrics(const HttpHead& request, bool isMainPort) const;

    Settings m_settings;
    SystemClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    WheelTimer m_wheelTimer{m_wheel};
    const qint64 m_startedAt = m_clock.steady();
    GuestAuthenticator m_authenticator;
    ServerFacts m_facts;
    Hub m_hub;
    Dialects m_dialects{m_hub, m_wheel};
    std::unique_ptr<EventSink> m_sink;
    std::unique_ptr<Store> m_store;
    Rooms m_rooms;
    Identities m_identities;
    Attendance m_attendance{m_hub.subscriptions()};
    RateLimiter m_rates{m_clock};
    Tries m_tries{m_clock};
    AccountFactors m_factors;
    PendingFactors m_pending;
    DeviceUses m_uses{*m_store, m_wheel};
    AccountCredentials m_credentials; // what it has not hashed yet holds answers to connections: it goes before them
    const Services m_services;
    std::unique_ptr<ClusterNode> m_cluster; // null: this server is alone
    Dispatcher m_dispatcher;
    control::Desk m_desk;
    control::ControlSocket m_control;
    PassEnd m_passEnd;
    const StaticSite m_site;
    FrontDoor m_door;
    const HttpPages m_sidePages;
    std::unique_ptr<SideDoor> m_sideDoor;

    std::function<void()> m_stopped;
    SessionId m_lastClosed = noSession;
    size_t m_closesAtOnce = 0;
    Deadline m_nextCloses;
    Deadline m_lastLook;
    Deadline m_patience;
};

} // namespace parlance
