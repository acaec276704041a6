#include "desktop/applicationservice.h"

#include "base/logging.h"
#include "desktop/applicationid.h"
#include "desktop/dbuscall.h"

#include <QDBusArgument>
#include <QVariantMap>

namespace parlance::client {

namespace {

const auto applicationPath = QStringLiteral("/chat/parlance/Parlance"); // follows from the name
const auto applicationInterface = QStringLiteral("org.freedesktop.Application");

/// The last argument of each method is what the desktop knows of the person's click. On X11 the token was the other.
QString activationToken(const QDBusMessage& call)
{
    const auto platformData = qdbus_cast<QVariantMap>(call.arguments().last());
    const QString token = platformData.value(QStringLiteral("activation-token")).toString();
    return token.isEmpty() ? platformData.value(QStringLiteral("desktop-startup-id")).toString() : token;
}

/// Nothing for what is not one of the three methods, or not as it has to be.
std::optional<RaiseRequest> toRaiseRequest(const QDBusMessage& call)
{
    const QString method = call.member() + QLatin1Char(' ') + call.signature();
    RaiseRequest request;
    if (method == QStringLiteral("Open asa{sv}")) {
        request.links = call.arguments().first().toStringList();
    } else if (method == QStringLiteral("ActivateAction sava{sv}")) {
        const auto action = toDesktopAction(call.arguments().first().toString());
        if (!action)
            return std::nullopt;
        request.action = *action;
    } else if (method != QStringLiteral("Activate a{sv}")) {
        return std::nullopt;
    }
    request.activationToken = activationToken(call);
    if (!isValid(request))
        return std::nullopt;
    return request;
}

} // namespace

ApplicationService::ApplicationService(const QDBusConnection& bus)
    : m_bus(bus)
{}

ApplicationService::~ApplicationService()
{
    if (!m_bus.isConnected())
        return;
    m_bus.unregisterObject(applicationPath);
    m_bus.send(busMethod(QStringLiteral("ReleaseName")) << applicationId());
}

void ApplicationService::start()
{
    if (!m_bus.isConnected() || !m_bus.registerVirtualObject(applicationPath, this))
        return;
    constexpr uint withoutWaitingForIt = 4; // DBUS_NAME_FLAG_DO_NOT_QUEUE
    constexpr uint owner = 1;               // DBUS_REQUEST_NAME_REPLY_PRIMARY_OWNER
    QDBusMessage request = busMethod(QStringLiteral("RequestName"));
    request << applicationId() << withoutWaitingForIt;
    DBusCall::start(m_bus, request, this, [](const QDBusMessage& reply) {
        if (reply.type() != QDBusMessage::ReplyMessage || reply.arguments().value(0).toUInt() != owner)
            qCInfo(logApp) << "the desktop cannot call this program: another has its name on the bus";
    });
}

bool ApplicationService::handleMessage(const QDBusMessage& message, const QDBusConnection& connection)
{
    if (message.interface() != applicationInterface)
        return false; // Qt answers for the object
    const auto methods = {QStringLiteral("Activate"), QStringLiteral("Open"), QStringLiteral("ActivateAction")};
    if (std::ranges::find(methods, message.member()) == methods.end())
        return connection.send(message.createErrorReply(QDBusError::UnknownMethod, QStringLiteral("no such method")));
    const auto request = toRaiseRequest(message);
    if (!request)
        return connection.send(message.createErrorReply(
            QDBusError::InvalidArgs,
            QStringLiteral("no such action, or links that are too many, too long or not in one line")));
    connection.send(message.createReply());
    Q_EMIT raised(*request);
    return true;
}

QString ApplicationService::introspect(const QString&) const
{
    return QStringLiteral("  <interface name=\"org.freedesktop.Application\">\n"
                          "    <method name=\"Activate\">\n"
                          "      <arg type=\"a{sv}\" name=\"platform_data\" direction=\"in\"/>\n"
                          "    </method>\n"
                          "    <method name=\"Open\">\n"
                          "      <arg type=\"as\" name=\"uris\" direction=\"in\"/>\n"
                          "      <arg type=\"a{sv}\" name=\"platform_data\" direction=\"in\"/>\n"
                          "    </method>\n"
                          "    <method name=\"ActivateAction\">\n"
                          "      <arg type=\"s\" name=\"action_name\" direction=\"in\"/>\n"
                          "      <arg type=\"av\" name=\"parameter\" direction=\"in\"/>\n"
                          "      <arg type=\"a{sv}\" name=\"platform_data\" direction=\"in\"/>\n"
                          "    </method>\n"
                          "  </interface>\n");
}

} // namespace parlance::client
