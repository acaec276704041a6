#include "app/program.h"

#include "app/announcement.h"
#include "app/openstore.h"
#include "app/output.h"
#include "app/server.h"
#include "app/signals.h"
#include "auth/keyfile.h"
#include "base/logging.h"
#include "net/certificate.h"
#include "net/listening.h"

#include <QCoreApplication>

#include <csignal>

namespace parlance {

namespace {

/// Reads anew what can be: the certificate. If it is no good the old one stays.
void reload(const Settings& settings, Server& server)
{
    if (settings.certificate.isEmpty()) {
        qCInfo(logApp) << "SIGHUP: there is no certificate to read anew; other settings need a restart";
        return;
    }
    const auto certificate = loadCertificate(settings.certificate, settings.key);
    if (!certificate) {
        qCWarning(logApp).noquote() << "SIGHUP: the old certificate stays:" << certificate.error().message;
        return;
    }
    server.setCertificate(*certificate);
    qCInfo(logApp) << "SIGHUP: the certificate was read anew; other settings need a restart";
}

} // namespace

int serve(const Configuration& configuration, const Seams& seams)
{
    const Settings& settings = configuration.settings;
    // Who cannot start leaves nothing behind: what may fail comes before what is made.
    const auto failure = tryToListen(QHostAddress(settings.listenAddress), quint16(settings.listenPort));
    if (failure)
        return fail(exitEnvironment, failure->text);
    auto key = loadOrMakeKey(settings.dataFolder, GuestAuthenticator::keyLength);
    if (!key)
        return fail(exitEnvironment, key.error().message);
    auto proxies = Proxies::parse(settings.trustedProxies);
    if (!proxies)
        return fail(exitUsage, proxies.error().message);

    Server* running = nullptr;
    // Before any thread is started, for a thread inherits which signals it leaves to others.
    const Signals signals([&](int signal) {
        if (signal == SIGHUP)
            return reload(settings, *running);
        qCInfo(logApp) << "stopping on signal" << signal;
        running->stop([] { QCoreApplication::quit(); });
    });
    QObject loop;
    auto store = openStore(settings, &loop, [&running](const QString& why) {
        // What is on the disk nobody knows now: the next start will, and the clients ask again by their nonces.
        qCCritical(logApp).noquote() << "stopping:" << why;
        running->stop([] { QCoreApplication::exit(exitLost); });
    });
    if (!store)
        return fail(exitEnvironment, store.error().message);
    if (seams.store)
        store = seams.store(*std::move(store));
    Server server(settings, *std::move(key), *std::move(proxies), *std::move(store), seams.sink);
    running = &server;
    if (!settings.certificate.isEmpty()) {
        const auto certificate = loadCertificate(settings.certificate, settings.key);
        if (!certificate)
            return fail(exitUsage, certificate.error().message);
        server.setCertificate(*certificate);
    }
    if (const auto error = server.start())
        return fail(exitEnvironment, *error);
    print(stdout, announcement(settings, server.pageUrl(), configuration.open));
    return QCoreApplication::exec();
}

} // namespace parlance
