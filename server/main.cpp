#include "app/announcement.h"
#include "app/configuration.h"
#include "app/logformat.h"
#include "app/server.h"
#include "app/signals.h"
#include "auth/keyfile.h"
#include "base/logging.h"

#include <QCoreApplication>

#include <cstdio>

namespace {

using namespace parlance;

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

int serve(const Configuration& configuration)
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

    Server server(settings, *std::move(key), *std::move(proxies));
    if (const auto error = server.start())
        return fail(1, *error);
    const StopSignals signals([&server](int signal) {
        qCInfo(logApp) << "stopping on signal" << signal;
        server.stop([] { QCoreApplication::quit(); });
    });
    print(stdout, announcement(settings, server.pageUrl(), configuration.open));
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    parlance::installLogFormat();
    const auto configuration = parlance::configure(argc, argv);
    if (const auto* exit = std::get_if<parlance::Exit>(&configuration)) {
        print(exit->code == 0 ? stdout : stderr, exit->text);
        return exit->code;
    }
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("parlanced"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PARLANCE_VERSION));
    return serve(std::get<parlance::Configuration>(configuration));
}
