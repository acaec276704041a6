#include "app/commandline.h"

#include "app/options.h"
#include "base/views.h"

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
    for (const Option& option : allOptions)
        parser.addOption({toQString(option.name), toQString(option.text), toQString(option.value)});
    parser.addHelpOption();
    parser.addVersionOption();
    const QString link = toQString(linkWord.name);
    parser.addPositionalArgument(link, toQString(linkWord.text), u'[' + link + u']');
    parser.process(QCoreApplication::arguments());

    DesktopApp::Options asked;
    asked.profile = parser.value(toQString(profileOption.name));
    asked.configFolder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    asked.configFile = folder(QStandardPaths::GenericConfigLocation, asked.profile) + QStringLiteral("/parlance.ini");
    asked.dataFolder = folder(QStandardPaths::GenericDataLocation, asked.profile);
    asked.runtimeFolder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    asked.links = parser.positionalArguments();
    if (parser.isSet(toQString(quitOption.name)))
        asked.action = DesktopAction::Quit;
    else if (parser.isSet(toQString(addServerOption.name)))
        asked.action = DesktopAction::AddServer;
    asked.isHidden = parser.isSet(toQString(hiddenOption.name));
    return asked;
}

} // namespace parlance::client
