#include "app/program.h"

#include "app/announcement.h"
#include "app/logformat.h"
#include "app/openstore.h"
#include "app/operation.h"
#include "app/output.h"
#include "app/signals.h"
#include "auth/keyfile.h"
#include "base/logging.h"
#include "net/certificate.h"
#include "net/listening.h"

#include <QCoreApplication>

#include <csignal>

namespace parlance {

namespace {

/// The socket that the program is to listen on if it is not to open one itself; the settings then say where that is.
Result<std::optional<HandedSocket>> takeSocket(Configuration& configuration)
{
    auto handed = takeHandedSocket();
    if (!handed || !*handed)
        return handed;
    configuration.settings.listenAddress = (*handed)->address.toString();
    configuration.settings.listenPort = (*handed)->port;
    if (const QStringList problems = contradictions(configuration.settings); !problems.isEmpty())
        return Error{ErrorCode::BadRequest, problems.first(), {}};
    return handed;
}

std::optional<ListenFailure> tryToListen(const Settings& settings)
{
    return parlance::tryToListen(QHostAddress(settings.listenAddress), quint16(settings.listenPort));
}

/// Why the certificate is no good, if there is one.
std::optional<QString> useCertificate(const Settings& settings, Server& server)
{
    if (settings.certificate.isEmpty())
        return std::nullopt;
    const auto certificate = loadCertificate(settings.certificate, settings.key);
    if (!certificate)
        return certificate.error().message;
    server.setCertificate(*certificate);
    return std::nullopt;
}

} // namespace

int serve(Configuration configuration, const Sources& sources, const Seams& seams)
{
    const auto handed = takeSocket(configuration);
    if (!handed)
        return fail(exitUsage, handed.error().message);
    const Settings& settings = configuration.settings;
    installLogFormat(logFormat(settings.logFormat));
    setLogLevel(settings.logLevel);
    // Who cannot start leaves nothing behind: what may fail comes before what is made.
    if (const auto failure = *handed ? std::nullopt : tryToListen(settings))
        return fail(exitEnvironment, failure->text);
    auto key = loadOrMakeKey(settings.dataFolder, GuestAuthenticator::keyLength);
    if (!key)
        return fail(exitEnvironment, key.error().message);
    auto proxies = Proxies::parse(settings.trustedProxies);
    if (!proxies)
        return fail(exitUsage, proxies.error().message);

    const ServiceManager manager;
    Operation* running = nullptr;
    // Before any thread is started, for a thread inherits which signals it leaves to others.
    const Signals signals([&](int signal) {
        if (signal == SIGHUP)
            return running->reload();
        qCInfo(logApp) << "stopping on signal" << signal;
        running->stop(QStringLiteral("stopping"), [] { QCoreApplication::quit(); });
    });
    QObject loop;
    auto store = openStore(settings, &loop, [&running](const QString& why) {
        // What is on the disk nobody knows now: the next start will, and the clients ask again by their nonces.
        qCCritical(logApp).noquote() << "stopping:" << why;
        running->stop(why, [] { QCoreApplication::exit(exitLost); });
    });
    if (!store)
        return fail(exitEnvironment, store.error().message);
    if (seams.store)
        store = seams.store(*std::move(store));
    Server server(settings, *std::move(key), *std::move(proxies), *std::move(store), seams.sink);
    if (const auto error = useCertificate(settings, server))
        return fail(exitUsage, *error);
    if (const auto error = server.start(*handed))
        return fail(exitEnvironment, *error);
    print(stdout, announcement(settings, server.pageUrl(), configuration.open));
    Operation operation(manager, server, settings, sources, handed->has_value());
    running = &operation;
    return QCoreApplication::exec();
}

} // namespace parlance
