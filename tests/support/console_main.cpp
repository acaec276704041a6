#include "support/console.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

#include <cstdio>
#include <unistd.h>

namespace parlance::console {

namespace {

constexpr int badUsage = 2;

struct Options {
    QCommandLineOption url{QStringLiteral("url"), QStringLiteral("The server."), QStringLiteral("ws://HOST:PORT/ws"),
                           QStringLiteral("ws://127.0.0.1:3001/ws")};
    QCommandLineOption name{QStringLiteral("name"), QStringLiteral("What to be called."), QStringLiteral("NAME")};
    QCommandLineOption room{QStringLiteral("room"), QStringLiteral("Where to talk."), QStringLiteral("ROOM"),
                            QStringLiteral("general")};
    QCommandLineOption password{QStringLiteral("password"), QStringLiteral("The server's, where it asks for one."),
                                QStringLiteral("PASSWORD")};
    QCommandLineOption tokenFile{QStringLiteral("token-file"),
                                 QStringLiteral("Keeps the identity: read if it is there, written when welcomed."),
                                 QStringLiteral("FILE")};
    QCommandLineOption ceiling{QStringLiteral("back-off-ceiling"),
                               QStringLiteral("The longest delay, in milliseconds."), QStringLiteral("MS"),
                               QString::number(BackOff::defaultCeiling)};

    QList<QCommandLineOption> all() const { return {url, name, room, password, tokenFile, ceiling}; }
};

Result<Settings> settingsFrom(const QCommandLineParser& parser, const Options& options)
{
    Settings settings;
    settings.login.url = QUrl(parser.value(options.url));
    settings.login.client = QStringLiteral("parlance-console/" PARLANCE_VERSION);
    settings.backOffCeiling = parser.value(options.ceiling).toLongLong();
    auto room = RoomName::parse(parser.value(options.room));
    if (!room)
        return room.error();
    settings.room = *std::move(room);
    if (parser.isSet(options.name)) {
        auto name = UserName::parse(parser.value(options.name));
        if (!name)
            return name.error();
        settings.login.name = *std::move(name);
    }
    if (parser.isSet(options.password))
        settings.login.password = parser.value(options.password);
    settings.tokenFile = parser.value(options.tokenFile);
    QFile file(settings.tokenFile);
    if (!settings.tokenFile.isEmpty() && file.open(QIODevice::ReadOnly))
        settings.login.token = QString::fromUtf8(file.readAll().trimmed());
    return settings;
}

} // namespace

int run(const QCoreApplication& app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("A chat client of lines and JSON, for tests and the curious.\n") +
                                     Console::help());
    const Options options;
    parser.addOptions(options.all());
    parser.addHelpOption();
    parser.process(app);
    const auto settings = settingsFrom(parser, options);
    if (!settings) {
        std::fprintf(stderr, "parlance-console: %s\n", qPrintable(settings.error().message));
        return badUsage;
    }
    const auto print = [](const QByteArray& line) {
        std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
        std::fputc('\n', stdout);
        std::fflush(stdout);
    };
    Console console(*settings, print, [](int code) { QCoreApplication::exit(code); });
    const LineReader input(
        STDIN_FILENO, [&console](const QByteArray& line) { console.read(line); }, [&console] { console.inputEnded(); });
    console.start();
    return QCoreApplication::exec();
}

} // namespace parlance::console

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    return parlance::console::run(app);
}
