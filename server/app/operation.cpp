#include "app/operation.h"

#include "app/logformat.h"
#include "app/rereading.h"
#include "base/logging.h"
#include "net/certificate.h"

namespace parlance {

namespace {

constexpr qint64 statusEvery = 10'000; // ms

Error unusable(QString text)
{
    return {ErrorCode::BadRequest, std::move(text), {}};
}

} // namespace

Operation::Operation(const ServiceManager& manager, Server& server, Settings settings, Sources sources,
                     bool isHandedSocket)
    : m_manager(manager)
    , m_server(server)
    , m_settings(std::move(settings))
    , m_sources(std::move(sources))
    , m_isHandedSocket(isHandedSocket)
    , m_watchdog(manager, server.wheel())
{
    m_told = status();
    m_manager.ready(m_told);
    if (m_manager.isThere())
        m_nextStatus = m_server.wheel().after(statusEvery, [this] { tellStatus(); });
}

QString Operation::status() const
{
    return QStringLiteral("%1; connections: %2").arg(m_server.pageUrl()).arg(m_server.connectionCount());
}

/// People who ask how the service is are told about the present.
void Operation::tellStatus()
{
    if (QString now = status(); now != m_told) {
        m_manager.status(now);
        m_told = std::move(now);
    }
    m_nextStatus = m_server.wheel().after(statusEvery, [this] { tellStatus(); });
}

void Operation::reload()
{
    m_manager.reloading();
    if (const auto done = readAnew())
        qCInfo(logApp).noquote() << "SIGHUP:" << *done;
    else
        qCWarning(logApp).noquote() << "SIGHUP: everything stays as it was:" << done.error().message;
    m_told = status();
    m_manager.ready(m_told);
}

/// What came of it, in one line. Everything is looked at before anything takes effect.
Result<QString> Operation::readAnew()
{
    Configuration found = readConfiguration(m_sources);
    if (m_isHandedSocket) {
        found.settings.listenAddress = m_settings.listenAddress;
        found.settings.listenPort = m_settings.listenPort;
    }
    found.problems += contradictions(found.settings);
    if (!found.problems.isEmpty())
        return unusable(found.problems.join(QLatin1String("; ")));
    for (const QString& warning : found.warnings)
        qCWarning(logApp).noquote() << "SIGHUP:" << warning;
    const Reread anew = reread(m_settings, found.settings);
    // Where it listens and whether a password is asked may come from different times now.
    if (const QStringList problems = contradictions(anew.settings); !problems.isEmpty())
        return unusable(problems.join(QLatin1String("; ")));
    auto proxies = Proxies::parse(anew.settings.trustedProxies);
    if (!proxies)
        return proxies.error();
    QString certificateLine;
    if (!anew.settings.certificate.isEmpty()) {
        const auto certificate = loadCertificate(anew.settings.certificate, anew.settings.key);
        if (!certificate)
            return certificate.error();
        m_server.setCertificate(*certificate);
        certificateLine = QStringLiteral("the certificate was read anew; ");
    }
    m_server.take(anew.settings, *std::move(proxies));
    installLogFormat(logFormat(anew.settings.logFormat));
    setLogLevel(anew.settings.logLevel);
    m_settings = anew.settings;
    return certificateLine + describe(anew);
}

void Operation::stop(const QString& why, std::function<void()> done)
{
    m_nextStatus.cancel();
    m_manager.stopping(why);
    m_server.stop(std::move(done));
}

} // namespace parlance
