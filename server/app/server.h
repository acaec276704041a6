#pragma once

#include "app/configuration.h"
#include "auth/guestauthenticator.h"
#include "base/wheeltimer.h"
#include "command/dispatcher.h"
#include "control/controlsocket.h"
#include "net/frontdoor.h"
#include "net/passend.h"

#include <QObject>

#include <functional>
#include <memory>

namespace parlance {

/// The composition root: the only place that knows which class stands behind which seam.
class Server final : public QObject {
  public:
    /// Makes what stands between the rooms and the hub; empty: nothing does.
    using MakeSink = std::function<std::unique_ptr<EventSink>(EventSink&)>;

    Server(const Settings& settings, QByteArray key, Proxies proxies, std::unique_ptr<Store> store,
           const MakeSink& makeSink = {});
    ~Server() override;

    /// Starts to listen, or says in one line why that is not possible.
    std::optional<QString> start();

    /// Before start(), or while it runs: see FrontDoor.
    void setCertificate(const QSslConfiguration& certificate) { m_door.setCertificate(certificate); }

    /// The address that a browser on this machine can open.
    QString pageUrl() const;

    /// Stops accepting, closes everybody with `restarting`, and calls back when they are gone, after 1.5 s at the
    /// latest.
    void stop(std::function<void()> done);

  private:
    void awaitLast();

    const Settings m_settings;
    SystemClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    WheelTimer m_wheelTimer{m_wheel};
    const GuestAuthenticator m_authenticator;
    const ServerFacts m_facts;
    Hub m_hub;
    std::unique_ptr<EventSink> m_sink;
    std::unique_ptr<Store> m_store;
    Rooms m_rooms;
    Identities m_identities;
    Attendance m_attendance;
    RateLimiter m_rates{m_clock};
    const Services m_services;
    Dispatcher m_dispatcher;
    control::Desk m_desk;
    control::ControlSocket m_control;
    PassEnd m_passEnd;
    const StaticSite m_site;
    FrontDoor m_door;

    std::function<void()> m_stopped;
    Deadline m_lastLook;
    Deadline m_patience;
};

} // namespace parlance
