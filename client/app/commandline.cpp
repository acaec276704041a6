#include "app/commandline.h"

#include <QCommandLineParser>
#include <QGuiApplication>
#include <QStandardPaths>

namespace parlance::client {

namespace {

QString folder(QStandardPaths::StandardLocation location, const QString& profile)
{
    const QString base = QStandardPaths::writableLocation(location) + QStringLiteral("/parlance");
    return profile.isEmpty() ? base : base + QStringLiteral("/profiles/") + profile;
}

} // namespace

DesktopApp::Options readCommandLine()
{
    QCoreApplication::setApplicationName(QStringLiteral("parlance"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PARLANCE_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Parlance"));
    QGuiApplication::setDesktopFileName(QStringLiteral("chat.parlance.Parlance"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Chat on servers that teams run themselves."));
    const QCommandLineOption profile(QStringLiteral("profile"),
                                     QStringLiteral("Keeps settings, identities and messages apart from others."),
                                     QStringLiteral("NAME"));
    const QCommandLineOption hidden(QStringLiteral("hidden"),
                                    QStringLiteral("Starts without a window, where there is a tray to open it from."));
    const QCommandLineOption addServer(nameOf(DesktopAction::AddServer), QStringLiteral("Asks for one more server."));
    const QCommandLineOption quit(nameOf(DesktopAction::Quit), QStringLiteral("Ends the Parlance that runs."));
    parser.addOptions({profile, hidden, addServer, quit});
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("link"), QStringLiteral("A room: parlance://host/room, or its page."),
                                 QStringLiteral("[LINK]"));
    parser.process(QCoreApplication::arguments());

    DesktopApp::Options options;
    options.profile = parser.value(profile);
    options.configFolder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    options.configFile =
        folder(QStandardPaths::GenericConfigLocation, options.profile) + QStringLiteral("/parlance.ini");
    options.dataFolder = folder(QStandardPaths::GenericDataLocation, options.profile);
    options.runtimeFolder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    options.links = parser.positionalArguments();
    if (parser.isSet(quit))
        options.action = DesktopAction::Quit;
    else if (parser.isSet(addServer))
        options.action = DesktopAction::AddServer;
    options.isHidden = parser.isSet(hidden);
    return options;
}

} // namespace parlance::client
