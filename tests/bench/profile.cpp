// bench_profile FOLDER [URL]: what the desktop app finds at its start, in XDG folders below FOLDER: one account, on a
// server that is not there unless URL names one, with 50 rooms of 2,000 messages each in its cache.
#include "models/preferences.h"
#include "store/sqlitecache.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>

#include <cstdio>

using namespace parlance;
using namespace parlance::client;

namespace {

constexpr int rooms = 50;
constexpr int messagesEach = 2'000;
constexpr int people = 20;

UserId person(qint64 number)
{
    return UserId("00000000-0000-4000-8000-" + QByteArray::number(100'000'000'000 + number));
}

MessageState message(qint64 seq, qint64 now)
{
    MessageState m;
    m.seq = m.n = m.rev = seq;
    m.id = MessageId::random();
    const qint64 who = (messagesEach - seq) / 3 % people; // 0 is oneself, who wrote last
    m.userId = person(who);
    m.username = QStringLiteral("Person %1").arg(who);
    m.text = QStringLiteral("Message %1: somebody will come %2and brings what was asked for.")
                 .arg(seq)
                 .arg(QStringLiteral("a little later today ").repeated(int(seq % 7)));
    m.timestamp = now - (messagesEach - seq) * 20'000;
    m.nonce = Nonce::random();
    return m;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    if (argc < 2) {
        std::fputs("usage: bench_profile FOLDER [URL]\n", stderr);
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    folder.mkpath(QStringLiteral("config/parlance"));
    folder.mkpath(QStringLiteral("data/parlance"));
    QSettings settings(folder.filePath(QStringLiteral("config/parlance/parlance.ini")), QSettings::IniFormat);
    AccountInfo account;
    account.id = QStringLiteral("bench");
    account.url = QUrl(argc > 2 ? QString::fromLocal8Bit(argv[2]) : QStringLiteral("ws://127.0.0.1:1/ws"));
    account.name = *UserName::parse(u"Person 0");
    account.roomName = *RoomName::parse(u"room 0");
    Preferences(settings).save(account);
    auto cache = SqliteCache::open(folder.filePath(QStringLiteral("data/parlance/bench.sqlite")));
    if (!cache)
        qFatal("%s", qPrintable(cache.error().message));
    (*cache)->saveIdentity(person(0), QStringLiteral("Person 0"), QStringLiteral("Bench"));
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (int room = 0; room < rooms; ++room) {
        const RoomName name = *RoomName::parse(QStringLiteral("room %1").arg(room));
        const RoomId id = RoomId::random();
        (*cache)->saveRoom({id, name, false, LogId::random(), messagesEach, messagesEach, messagesEach, {}, {}});
        for (qint64 seq = 1; seq <= messagesEach; ++seq)
            (*cache)->saveMessage(id, message(seq, now));
        (*cache)->commit();
    }
    return 0;
}
