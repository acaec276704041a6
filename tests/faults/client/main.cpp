#include "faults/client/worker.h"
#include "store/sqlitecache.h"
#include "support/linereader.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

#include <unistd.h>

using namespace parlance;

namespace {

QCommandLineOption option(const char* name, const char* text)
{
    return {QString::fromLatin1(name), QString::fromLatin1(text), QStringLiteral("VALUE")};
}

faults::WorkerOptions optionsFrom(const QCommandLineParser& given)
{
    faults::WorkerOptions options;
    options.login.url = QUrl(given.value(QStringLiteral("url")));
    options.login.client = QStringLiteral("fault-client/1");
    options.name = given.value(QStringLiteral("name"));
    if (auto name = UserName::parse(options.name))
        options.login.name = *std::move(name);
    for (const QString& room : given.value(QStringLiteral("rooms")).split(u',')) {
        if (auto name = RoomName::parse(room))
            options.rooms.push_back(*std::move(name));
    }
    options.history = given.value(QStringLiteral("history"));
    options.tokenFile = given.value(QStringLiteral("token-file"));
    bool isNumber = false;
    options.seed = given.value(QStringLiteral("seed")).toUInt(&isNumber);
    if (!isNumber)
        qFatal("--seed wants a number");
    options.pause = given.value(QStringLiteral("pause")).toLongLong();
    options.hasPeople = given.isSet(QStringLiteral("people"));
    QFile file(options.tokenFile);
    if (file.open(QIODevice::ReadOnly))
        options.login.token = QString::fromUtf8(file.readAll().trimmed());
    if (options.hasPeople && options.login.token)
        options.login.name.reset(); // it may have another by now
    return options;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Talks at random and writes down what happens. Reads lines: rest (says settled), people (says told), "
        "finish."));
    parser.addOptions(
        {option("url", "ws://..."), option("name", "also the client's name in the history"),
         option("rooms", "with commas between"), option("history", "where to write"),
         option("token-file", "keeps the identity"), option("cache", "keeps what it knows and what it has written"),
         option("seed", "of the random numbers"), option("pause", "ms between two deeds, on average; 0: do nothing"),
         QCommandLineOption(QStringLiteral("people"), QStringLiteral("does what is in no log, too"))});
    parser.addHelpOption();
    parser.process(app);
    faults::WorkerOptions options = optionsFrom(parser);
    const bool isIdle = options.pause == 0;
    options.pause = isIdle ? 1'000 : options.pause;
    auto cache = parlance::client::SqliteCache::open(parser.value(QStringLiteral("cache")));
    if (!cache)
        qFatal("%s", qPrintable(cache.error().message));
    options.cache = cache->get();
    const auto say = [](const char* line) {
        std::puts(line);
        std::fflush(stdout);
    };
    faults::Worker worker(std::move(options), [say] { say("settled"); });
    const parlance::console::LineReader input(
        STDIN_FILENO,
        [&worker, say](const QByteArray& line) {
            if (line == "rest") {
                worker.rest();
            } else if (line == "people") {
                worker.tellPeople([say] { say("told"); });
            } else if (line == "finish") {
                worker.finish();
                QCoreApplication::quit();
            }
        },
        [] { QCoreApplication::quit(); });
    if (isIdle)
        worker.rest();
    worker.start();
    return QCoreApplication::exec();
}
