#pragma once

#include "desktop/dbusservice.h"

#include <QObject>

#include <functional>

namespace parlance::client {

/// Tells when the machine has slept or the network is another one, so that a connection is looked at before its
/// heartbeat finds out. Where the system cannot tell, it never does. Lives in the main thread.
class WakeWatcher final : public QObject {
    Q_OBJECT
  public:
    /// `systemBus` is where logind is. `woke` is called by the event loop; it may be called without need, and several
    /// times for one thing.
    WakeWatcher(const QDBusConnection& systemBus, std::function<void()> woke);

    /// Loads Qt's plug-in for the network (NetworkManager's or GLib's on Linux). Qt's own code waits there for the
    /// system bus and NetworkManager: to be called when the window is there. Whether there is a plug-in.
    bool watchNetwork();

  private Q_SLOTS: // called by Qt D-Bus, which knows it by its name
    void onPrepareForSleep(bool isGoingToSleep, const QDBusMessage& message);

  private:
    DBusService m_logind;
    std::function<void()> m_woke;
};

} // namespace parlance::client
