#include "app/program.h"

#include "app/announcement.h"
#include "app/endpoint.h"
#include "app/logformat.h"
#include "app/logsink.h"
#include "app/openstore.h"
#include "app/operation.h"
#include "app/output.h"
#include "app/signals.h"
#include "base/logging.h"
#include "net/certificate.h"
#include "net/listening.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <sys/stat.h>
#include <unistd.h>

namespace parlance {

namespace {

/// Hands the code back, and says why the server does not start, where and as the log is written.
int refuse(const Settings& settings, int code, const QStringList& reasons)
{
    const bool isJson = logFormat(settings.logFormat) == LogFormat::Json;
    for (const QString& reason : reasons) {
        if (isJson)
            qCCritical(logApp).noquote() << reason;
        else
            fail(code, reason);
    }
    return code;
}

/// The socket that the program is to listen on if it is not to open one itself; the settings then say where that is.
Result<std::optional<HandedSocket>> takeSocket(Configuration& configuration)
{
    auto handed = takeHandedSocket();
    if (!handed || !*handed)
        return handed;
    configuration.settings.listenAddress = (*handed)->address.toString();
    configuration.settings.listenPort = (*handed)->port;
    return handed;
}

/// Wherever the server is to listen itself.
std::optional<ListenFailure> tryToListen(const Settings& settings, bool isHandedSocket)
{
    std::optional<ListenFailure> failure;
    if (!isHandedSocket)
        failure = parlance::tryToListen(QHostAddress(settings.listenAddress), quint16(settings.listenPort));
    if (const auto metrics = parseEndpoint(settings.metricsListen); metrics && !failure)
        failure = parlance::tryToListen(metrics->address, metrics->port, "metrics.listen");
    return failure;
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

/// What a server needs besides its settings.
struct Needed {
    std::optional<HandedSocket> handed;
    QByteArray key;
    QByteArray busKey;
    Proxies proxies;
};

int run(const Configuration& configuration, const Sources& sources, const Seams& seams, Needed needed)
{
    const Settings& settings = configuration.settings;
    const ServiceManager manager;
    Operation* running = nullptr;
    int code = 0;
    const auto end = [&code] { QCoreApplication::exit(code); };
    // Before any thread is started, for a thread inherits which signals it leaves to others.
    const Signals signals([&](int signal) {
        if (signal == SIGHUP)
            return running->reload();
        qCInfo(logApp) << "stopping on signal" << signal;
        running->stop(QStringLiteral("stopping"), end);
    });
    QObject loop;
    auto opened = openStore(settings, &loop, [&](const QString& why) {
        // What is on the disk nobody knows now: the next start will, and the clients ask again by their nonces.
        qCCritical(logApp).noquote() << "stopping:" << why;
        code = exitLost; // also if it was stopping already
        running->stop(why, end);
    });
    if (!opened)
        return refuse(settings, exitEnvironment, {opened.error().message});
    auto store = seams.store ? seams.store(std::move(opened->store)) : std::move(opened->store);
    Server server(settings, std::move(needed.key), std::move(needed.proxies), std::move(store), seams.sink);
    if (opened->notices) {
        const auto makeBus = [&](DeadlineWheel& wheel) {
            auto bus = openBus(settings, needed.busKey, wheel);
            return seams.bus ? seams.bus(std::move(bus)) : std::move(bus);
        };
        const auto superseded = [&] {
            const auto why = QStringLiteral("the other servers are a newer Parlance; install that version here, too");
            qCCritical(logApp).noquote() << "stopping:" << why;
            code = exitEnvironment;
            running->stop(why, end);
        };
        server.join({opened->node, *opened->notices, *opened->nodes, needed.busKey, makeBus, superseded});
    }
    if (const auto error = useCertificate(settings, server))
        return refuse(settings, exitUsage, {*error});
    if (const auto error = server.start(needed.handed))
        return refuse(settings, exitEnvironment, {*error});
    print(stdout, announcement(settings, server.pageUrl(), configuration.open));
    if (::isatty(STDOUT_FILENO) == 1) {
        const QString page = settings.serverUrl.isEmpty() ? server.pageUrl() : settings.serverUrl;
        server.offerOwnership([page](const QString& token) { print(stdout, ownersLine(page, token)); });
    }
    std::clearerr(stdout); // whom nobody listens to serves all the same
    Operation operation(manager, server, settings, sources, needed.handed.has_value());
    running = &operation;
    return QCoreApplication::exec();
}

} // namespace

int serve(Configuration configuration, const Sources& sources, const Seams& seams)
{
    ::umask(0077); // what is in the data folder is for nobody else, also in a folder that was there
    const Settings& settings = configuration.settings;
    installLogFormat(logFormat(settings.logFormat));
    setLogLevel(settings.logLevel);
    LogSink log(STDERR_FILENO, &logLine);
    const LogRoute route(log);
    // Who cannot start leaves nothing behind: what may fail comes before what is made.
    const auto handed = takeSocket(configuration);
    if (!handed)
        return refuse(settings, exitUsage, {handed.error().message});
    if (const QStringList problems = contradictions(settings); !problems.isEmpty())
        return refuse(settings, exitUsage, problems);
    auto proxies = Proxies::parse(settings.trustedProxies);
    if (!proxies)
        return refuse(settings, exitUsage, {proxies.error().message});
    if (const auto failure = tryToListen(settings, handed->has_value()))
        return refuse(settings, exitEnvironment, {failure->text});
    auto key = openKey(settings);
    if (!key)
        return refuse(settings, exitEnvironment, {key.error().message});
    auto busKey = openBusKey(settings);
    if (!busKey)
        return refuse(settings, exitEnvironment, {busKey.error().message});
    return run(configuration, sources, seams, {*handed, *std::move(key), *std::move(busKey), *std::move(proxies)});
}

} // namespace parlance
