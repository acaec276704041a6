#include "desktop/dbuscall.h"

namespace parlance::client {

QDBusMessage busMethod(const QString& name)
{
    return QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"),
                                          QStringLiteral("/org/freedesktop/DBus"),
                                          QStringLiteral("org.freedesktop.DBus"), name);
}

DBusCall::DBusCall(QObject* parent, Done done)
    : QObject(parent)
    , m_done(std::move(done))
{}

void DBusCall::start(const QDBusConnection& bus, const QDBusMessage& message, QObject* parent, Done done)
{
    auto* call = new DBusCall(parent, std::move(done));
    if (!bus.callWithCallback(message, call, SLOT(onReply(QDBusMessage)), SLOT(onError(QDBusError, QDBusMessage))))
        call->deleteLater();
}

void DBusCall::onReply(const QDBusMessage& reply)
{
    deleteLater();
    m_done(reply);
}

void DBusCall::onError(const QDBusError& error, const QDBusMessage& call)
{
    deleteLater();
    m_done(call.createErrorReply(error));
}

} // namespace parlance::client
