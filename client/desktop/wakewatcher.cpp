#include "desktop/wakewatcher.h"

#include "base/logging.h"

#include <QNetworkInformation>

namespace parlance::client {

WakeWatcher::WakeWatcher(const QDBusConnection& systemBus, std::function<void()> woke)
    : m_logind(systemBus, QStringLiteral("org.freedesktop.login1"))
    , m_woke(std::move(woke))
{
    QDBusConnection signalsOf = systemBus;
    // No service is named here: Qt would wait for the bus to tell its owner.
    signalsOf.connect({}, QStringLiteral("/org/freedesktop/login1"), QStringLiteral("org.freedesktop.login1.Manager"),
                      QStringLiteral("PrepareForSleep"), this, SLOT(onPrepareForSleep(bool, QDBusMessage)));
}

/// Any change is a reason to look: between two networks there may be a moment without one, or none.
bool WakeWatcher::watchNetwork()
{
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability)) {
        qCInfo(logApp) << "the system does not tell when the network changes";
        return false;
    }
    QNetworkInformation* network = QNetworkInformation::instance();
    connect(network, &QNetworkInformation::reachabilityChanged, this, [this] { m_woke(); });
    connect(network, &QNetworkInformation::transportMediumChanged, this, [this] { m_woke(); });
    return true;
}

void WakeWatcher::onPrepareForSleep(bool isGoingToSleep, const QDBusMessage& message)
{
    if (!isGoingToSleep && m_logind.hasSent(message))
        m_woke();
}

} // namespace parlance::client
