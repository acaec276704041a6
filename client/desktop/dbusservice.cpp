#include "desktop/dbusservice.h"

#include "desktop/dbuscall.h"

namespace parlance::client {

DBusService::DBusService(const QDBusConnection& bus, const QString& name)
    : m_bus(bus)
    , m_name(name)
    , m_watcher(name, bus, QDBusServiceWatcher::WatchForOwnerChange)
{
    connect(&m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& owner) { onOwnerChanged(owner); });
    QMetaObject::invokeMethod(this, &DBusService::askTheBus, Qt::QueuedConnection);
}

/// The watcher tells of changes alone. Its signals and these answers come in the order in which the bus has sent them,
/// so that the latest is the truth, and the second answer is the last.
void DBusService::askTheBus()
{
    if (!m_bus.isConnected()) { // calls would never be answered
        m_isKnown = true;
        Q_EMIT known();
        return;
    }
    QDBusMessage owner = busMethod(QStringLiteral("GetNameOwner"));
    owner << m_name;
    call(owner, [this](const QDBusMessage& reply) {
        m_owner = reply.type() == QDBusMessage::ReplyMessage ? reply.arguments().value(0).toString() : QString();
    });
    call(busMethod(QStringLiteral("ListActivatableNames")), [this](const QDBusMessage& reply) {
        m_isActivatable = reply.arguments().value(0).toStringList().contains(m_name);
        m_isKnown = true;
        Q_EMIT known();
    });
}

void DBusService::onOwnerChanged(const QString& owner)
{
    m_owner = owner;
    if (m_isKnown)
        Q_EMIT ownerChanged();
}

QDBusMessage DBusService::method(const QString& path, const QString& interface, const QString& name) const
{
    return QDBusMessage::createMethodCall(m_name, path, interface, name);
}

void DBusService::call(const QDBusMessage& message, Callback<void(const QDBusMessage&)> done)
{
    DBusCall::start(m_bus, message, this, std::move(done));
}

} // namespace parlance::client
