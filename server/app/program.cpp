#include "app/program.h"

#include "app/announcement.h"
#include "app/configuration.h"
#include "app/logformat.h"
#include "app/openstore.h"
#include "app/server.h"
#include "app/signals.h"
#include "auth/keyfile.h"
#include "base/logging.h"
#include "net/certificate.h"
#include "net/eventloop.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>

namespace parlance {

namespace {

constexpr int exitLost = 70; // EX_SOFTWARE of sysexits.h

void print(std::FILE* stream, const QString& text)
{
    std::fputs(text.toUtf8().constData(), stream);
    std::fflush(stream);
}

int fail(int code, const QString& text)
{
    print(stderr, QStringLiteral("parlanced: ") + text + u'\n');
    return code;
}

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

int serve(const Configuration& configuration, const Seams& seams)
{
    const Settings& settings = configuration.settings;
    for (const QString& warning : configuration.warnings)
        print(stderr, QStringLiteral("parlanced: warning: ") + warning + u'\n');
    auto key = loadOrMakeKey(settings.dataFolder, GuestAuthenticator::keyLength);
    if (!key)
        return fail(1, key.error().message);
    auto proxies = Proxies::parse(settings.trustedProxies);
    if (!proxies)
        return fail(2, proxies.error().message);

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
        return fail(1, store.error().message);
    if (seams.store)
        store = seams.store(*std::move(store));
    Server server(settings, *std::move(key), *std::move(proxies), *std::move(store), seams.sink);
    running = &server;
    if (!settings.certificate.isEmpty()) {
        const auto certificate = loadCertificate(settings.certificate, settings.key);
        if (!certificate)
            return fail(2, certificate.error().message);
        server.setCertificate(*certificate);
    }
    if (const auto error = server.start())
        return fail(1, *error);
    print(stdout, announcement(settings, server.pageUrl(), configuration.open));
    return QCoreApplication::exec();
}

} // namespace

int runServer(int argc, char** argv, const Seams& seams)
{
    installLogFormat();
    const auto configuration = configure(argc, argv);
    if (const auto* exit = std::get_if<Exit>(&configuration)) {
        print(exit->code == 0 ? stdout : stderr, exit->text);
        return exit->code;
    }
    prepareLoop();
    const QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("parlanced"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PARLANCE_VERSION));
    return serve(std::get<Configuration>(configuration), seams);
}

} // namespace parlance
