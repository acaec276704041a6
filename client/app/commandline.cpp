#include "app/commandline.h"

#include "app/options.h"
#include "base/views.h"

#include <QCommandLineParser>
#include <QGuiApplication>
#include <QStandardPaths>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace parlance::client {

namespace {

QString folder(QStandardPaths::StandardLocation location, const QString& profile)
{
    const QString base = QStandardPaths::writableLocation(location) + QStringLiteral("/parlance");
    return profile.isEmpty() ? base : base + QStringLiteral("/profiles/") + profile;
}

QCommandLineParser& describe(QCommandLineParser& parser)
{
    QCoreApplication::setApplicationName(QStringLiteral("parlance"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PARLANCE_VERSION));
    parser.setApplicationDescription(QStringLiteral("Chat on servers that teams run themselves."));
    for (const Option& option : allOptions)
        parser.addOption({toQString(option.name), toQString(option.text), toQString(option.value)});
    parser.addHelpOption();
    parser.addVersionOption();
    const QString link = toQString(linkWord.name);
    parser.addPositionalArgument(link, toQString(linkWord.text), u'[' + link + u']');
    return parser;
}

/// Whether one of these stands among the options.
bool isAsked(int argc, char** argv, std::initializer_list<std::string_view> words)
{
    for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
        if (std::ranges::find(words, std::string_view(argv[i])) != words.end())
            return true;
    }
    return false;
}

/// Without a display, QApplication aborts the program with a core dump.
bool hasDisplay(int argc, char** argv)
{
    const auto isSet = [](const char* name) { return !qEnvironmentVariableIsEmpty(name); };
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("WAYLAND_SOCKET") || isSet("QT_QPA_PLATFORM") ||
           isAsked(argc, argv, {"-platform", "--platform"});
}

} // namespace

std::optional<int> answerWithoutWindow(int argc, char** argv)
{
    const bool help = isAsked(argc, argv, {"--help", "-h", "--help-all"});
    if (help || isAsked(argc, argv, {"--version", "-v"})) {
        const QCoreApplication app(argc, argv);
        QCommandLineParser parser;
        describe(parser);
        const QString answer =
            help ? parser.helpText() : QStringLiteral("parlance %1\n").arg(QCoreApplication::applicationVersion());
        std::fputs(answer.toLocal8Bit().constData(), stdout);
        return 0;
    }
#ifdef Q_OS_LINUX
    if (!hasDisplay(argc, argv)) {
        std::fputs("parlance: there is no graphical desktop: neither DISPLAY nor WAYLAND_DISPLAY is set.\n", stderr);
        return 1;
    }
#endif
    return {};
}

DesktopApp::Options readCommandLine()
{
    QCommandLineParser parser;
    describe(parser).process(QCoreApplication::arguments());
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Parlance"));
    QGuiApplication::setDesktopFileName(QStringLiteral("chat.parlance.Parlance"));

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
