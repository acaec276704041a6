#include "desktop/portalcolorscheme.h"

#include <QDBusError>
#include <QDBusVariant>

namespace parlance::client {

namespace {

const auto portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const auto settingsInterface = QStringLiteral("org.freedesktop.portal.Settings");
const auto appearance = QStringLiteral("org.freedesktop.appearance");
const auto colorSchemeKey = QStringLiteral("color-scheme");

/// Read() wraps its answer in two variants, ReadOne() in one.
QVariant unwrapped(QVariant value)
{
    while (value.metaType() == QMetaType::fromType<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

PortalColorScheme::PortalColorScheme(const QDBusConnection& bus)
    : m_portal(bus, QStringLiteral("org.freedesktop.portal.Desktop"))
{
    QDBusConnection signalsOf = bus;
    // No service is named here: Qt would wait for the bus to tell its owner.
    signalsOf.connect({}, portalPath, settingsInterface, QStringLiteral("SettingChanged"), this,
                      SLOT(onSettingChanged(QDBusMessage)));
    const auto askIfThere = [this] {
        if (m_portal.isAvailable())
            ask(QStringLiteral("ReadOne"));
    };
    connect(&m_portal, &DBusService::known, this, askIfThere);
    connect(&m_portal, &DBusService::ownerChanged, this, [this, askIfThere] {
        if (m_portal.isRunning()) // who has gone is not started again; what it said last stands
            askIfThere();
    });
}

/// Read() is older than ReadOne() and is everywhere still, but will go.
void PortalColorScheme::ask(const QString& method)
{
    QDBusMessage message = m_portal.method(portalPath, settingsInterface, method);
    message << appearance << colorSchemeKey;
    m_portal.call(message, [this, method](const QDBusMessage& reply) {
        if (reply.type() == QDBusMessage::ReplyMessage)
            become(reply.arguments().value(0));
        else if (method == QStringLiteral("ReadOne") && QDBusError(reply).type() == QDBusError::UnknownMethod)
            ask(QStringLiteral("Read"));
    });
}

/// Takes the message and not its parts: Qt does not connect a slot with a QDBusVariant before the type has been used.
void PortalColorScheme::onSettingChanged(const QDBusMessage& message)
{
    const QVariantList arguments = message.arguments(); // group, key, value
    if (m_portal.hasSent(message) && arguments.size() == 3 && arguments[0].toString() == appearance &&
        arguments[1].toString() == colorSchemeKey)
        become(arguments[2]);
}

/// 1 is dark, 2 is light; what else may come is no preference.
void PortalColorScheme::become(const QVariant& value)
{
    const QVariant number = unwrapped(value);
    ColorScheme scheme = ColorScheme::NoPreference;
    if (number.metaType() == QMetaType::fromType<uint>() && number.toUInt() == 1)
        scheme = ColorScheme::Dark;
    else if (number.metaType() == QMetaType::fromType<uint>() && number.toUInt() == 2)
        scheme = ColorScheme::Light;
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    if (m_listener)
        m_listener();
}

} // namespace parlance::client
