#pragma once

#include "app/configuration.h"
#include "app/server.h"
#include "service/watchdog.h"

namespace parlance {

/// The server while it runs, for who started it: reads the settings anew on SIGHUP, ends on SIGTERM, and tells the
/// service manager how things are.
class Operation final {
  public:
    /// The server listens. `settings` are what it was started with, `sources` are where to read them again;
    /// `isHandedSocket`: it does not listen on net.listen, which is then as if it had not changed. The manager and the
    /// server outlive it.
    Operation(const ServiceManager& manager, Server& server, Settings settings, Sources sources, bool isHandedSocket);

    void reload();

    /// `done` is called when nobody is left; see Server.
    void stop(const QString& why, std::function<void()> done);

  private:
    Result<QString> readAnew();
    QString status() const;
    void tellStatus();

    const ServiceManager& m_manager;
    Server& m_server;
    Settings m_settings;
    const Sources m_sources;
    const bool m_isHandedSocket;
    const Watchdog m_watchdog;
    QString m_told; // status
    Deadline m_nextStatus;
};

} // namespace parlance
