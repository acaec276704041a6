#pragma once

#include "base/callback.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusServiceWatcher>
#include <QObject>

namespace parlance::client {

/// Who answers to a well-known name on a bus, now and later. The bus is asked without waiting for it, and asking starts
/// nobody. A connection that is not open is a bus without services.
class DBusService final : public QObject {
    Q_OBJECT
  public:
    DBusService(const QDBusConnection& bus, const QString& name);

    /// Whether the bus has answered; until then nobody seems to be there.
    bool isKnown() const { return m_isKnown; }
    bool isRunning() const { return m_isKnown && !m_owner.isEmpty(); }

    /// It runs, or a call would start it.
    bool isAvailable() const { return isRunning() || (m_isKnown && m_isActivatable); }

    /// Whether the service itself has sent this: anybody on a bus can send signals that look the same.
    bool hasSent(const QDBusMessage& message) const { return isRunning() && message.service() == m_owner; }

    QDBusMessage method(const QString& path, const QString& interface, const QString& name) const;

    /// Starts the service where it does not run. Only while it is available. The answer, which may be an error, comes
    /// from the event loop within libdbus's 25 s; there is none once this is destroyed.
    void call(const QDBusMessage& message, Callback<void(const QDBusMessage&)> done);

  Q_SIGNALS:
    /// Once.
    void known();

    /// After known(). Another process has taken the name over, or nobody has it now.
    void ownerChanged();

  private:
    void askTheBus();
    void onOwnerChanged(const QString& owner);

    QDBusConnection m_bus;
    QString m_name;
    QDBusServiceWatcher m_watcher;
    QString m_owner; // a unique name, as :1.42
    bool m_isActivatable = false;
    bool m_isKnown = false;
};

} // namespace parlance::client
