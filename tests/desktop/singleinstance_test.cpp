#include "desktop/singleinstance.h"
#include "support/manualclock.h"
#include "support/suite.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>

namespace parlance::client {

using namespace parlance::test;
using Outcome = SingleInstance::Outcome;

namespace {

/// One that is started, in this process.
struct Instance {
    SingleInstance single;
    std::optional<Result<Outcome>> outcome;
    QStringList raised; // links, and the token in brackets

    Instance(DeadlineWheel& wheel, const QString& folder, const QString& profile = {})
        : single(wheel, folder, profile)
    {
        QObject::connect(&single, &SingleInstance::raised, [this](const RaiseRequest& request) {
            raised << request.links << QLatin1Char('[') + request.activationToken + QLatin1Char(']');
        });
    }
    void start(const RaiseRequest& request = {})
    {
        single.start(request, [this](const Result<Outcome>& found) { outcome.emplace(found); });
    }
    bool became(Outcome expected)
    {
        return QTest::qWaitFor([this] { return outcome.has_value(); }) && *outcome && **outcome == expected;
    }
};

} // namespace

class SingleInstanceTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void theFirstGoesOn();
    void theSecondHandsOver();
    void profilesAreApart();
    void longAndOddProfiles_data();
    void longAndOddProfiles();
    void onlyTheAccountMayConnect();
    void oneThatHangs();
    void oneThatIsStillStarting();
    void oneThatEndsMeanwhile();
    void wrongAnswersAreNone();
    void badRequestsAreIgnored_data();
    void badRequestsAreIgnored();
    void slowRequestsAreDropped();
    void tooManyVisitorsAreTurnedAway();
    void folderThatIsNotThere();
    void processesHandOver();
    void theKilledOneIsInNobodysWay();
    void manyAtOnce();

  private:
    QString path(const QString& ending) const
    {
        return m_folder->filePath(QStringLiteral("chat.parlance.Parlance") + ending);
    }
    QString socketPath() const { return path(QStringLiteral(".socket")); }
    std::unique_ptr<QProcess> process(const QStringList& arguments) const
    {
        auto started = std::make_unique<QProcess>();
        started->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        started->start(QStringLiteral(PARLANCE_INSTANCE), QStringList{m_folder->path(), QString()} + arguments);
        return started;
    }
    static QByteArray lineOf(QProcess& process)
    {
        const bool said = QTest::qWaitFor([&process] { return process.canReadLine(); }, 20'000);
        return said ? process.readLine().trimmed() : QByteArray("(nothing)");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    ManualClock m_clock;
    DeadlineWheel m_wheel{m_clock};
};

void SingleInstanceTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    advance(m_clock, m_wheel, 60'000); // what the test before has cancelled is gone from the wheel then
}

void SingleInstanceTest::theFirstGoesOn()
{
    Instance first(m_wheel, m_folder->path());
    first.start();
    QVERIFY(!first.outcome); // not from inside the call
    QVERIFY(first.became(Outcome::First));
}

void SingleInstanceTest::theSecondHandsOver()
{
    Instance first(m_wheel, m_folder->path());
    first.start();
    QVERIFY(first.became(Outcome::First));
    Instance second(m_wheel, m_folder->path());
    second.start({{QStringLiteral("parlance://a"), QStringLiteral("parlance://b")}, QStringLiteral("xdg-1")});
    QVERIFY(second.became(Outcome::HandedOver));
    QCOMPARE(first.raised,
             (QStringList{QStringLiteral("parlance://a"), QStringLiteral("parlance://b"), QStringLiteral("[xdg-1]")}));
    Instance third(m_wheel, m_folder->path());
    third.start();
    QVERIFY(third.became(Outcome::HandedOver));
    QCOMPARE(first.raised.last(), QStringLiteral("[]"));
}

void SingleInstanceTest::profilesAreApart()
{
    Instance first(m_wheel, m_folder->path());
    Instance other(m_wheel, m_folder->path(), QStringLiteral("work"));
    Instance otherAgain(m_wheel, m_folder->path(), QStringLiteral("work"));
    first.start();
    QVERIFY(first.became(Outcome::First));
    other.start();
    QVERIFY(other.became(Outcome::First));
    otherAgain.start();
    QVERIFY(otherAgain.became(Outcome::HandedOver));
    QVERIFY(first.raised.isEmpty());
}

void SingleInstanceTest::longAndOddProfiles_data()
{
    QTest::addColumn<QString>("profile");
    QTest::newRow("another folder") << QStringLiteral("../../etc");
    QTest::newRow("absolute") << QStringLiteral("/etc/passwd");
    QTest::newRow("odd letters") << QStringLiteral("Büro 👋");
    QTest::newRow("long") << QString(1'000, u'a');
}

void SingleInstanceTest::longAndOddProfiles()
{
    QFETCH(const QString, profile);
    Instance first(m_wheel, m_folder->path(), profile);
    first.start();
    QVERIFY(first.became(Outcome::First));
    const QStringList files = QDir(m_folder->path()).entryList(QDir::Files | QDir::System);
    QCOMPARE(files.size(), 2); // both here, and nowhere else
    Instance second(m_wheel, m_folder->path(), profile);
    second.start();
    QVERIFY(second.became(Outcome::HandedOver));
}

void SingleInstanceTest::onlyTheAccountMayConnect()
{
    const mode_t before = ::umask(0);
    Instance first(m_wheel, m_folder->path());
    first.start();
    const bool isFirst = first.became(Outcome::First);
    ::umask(before);
    QVERIFY(isFirst);
    for (const QString& file : {socketPath(), path(QStringLiteral(".lock"))}) {
        struct stat info = {};
        QCOMPARE(::stat(QFile::encodeName(file).constData(), &info), 0);
        QCOMPARE(info.st_mode & 0077U, 0U);
    }
}

void SingleInstanceTest::oneThatHangs()
{
    FileLock held(path(QStringLiteral(".lock")));
    QVERIFY(held.tryLock() == FileLock::State::Taken);
    QLocalServer hanging;
    QVERIFY(hanging.listen(socketPath()));
    Instance second(m_wheel, m_folder->path());
    second.start();
    QTRY_VERIFY(hanging.hasPendingConnections());
    advance(m_clock, m_wheel, SingleInstance::patience - 1);
    QVERIFY(!second.outcome);
    advance(m_clock, m_wheel, DeadlineWheel::slotLength + 1);
    QVERIFY(second.became(Outcome::NotAnswering));
}

void SingleInstanceTest::oneThatIsStillStarting()
{
    FileLock held(path(QStringLiteral(".lock")));
    QVERIFY(held.tryLock() == FileLock::State::Taken);
    Instance second(m_wheel, m_folder->path());
    second.start({{QStringLiteral("parlance://a")}, {}});
    const auto attempts = m_wheel.next();
    QTRY_VERIFY(m_wheel.next() != attempts); // it has found no socket and tries later
    RaiseListener first(m_wheel);
    QStringList raised;
    connect(&first, &RaiseListener::raised, this, [&raised](const RaiseRequest& request) { raised << request.links; });
    QVERIFY(first.listen(socketPath()));
    advance(m_clock, m_wheel, 2 * SingleInstance::tryEvery);
    QVERIFY(second.became(Outcome::HandedOver));
    QCOMPARE(raised, QStringList(QStringLiteral("parlance://a")));
}

void SingleInstanceTest::oneThatEndsMeanwhile()
{
    auto held = std::make_unique<FileLock>(path(QStringLiteral(".lock")));
    QVERIFY(held->tryLock() == FileLock::State::Taken);
    auto ending = std::make_unique<QLocalServer>();
    QVERIFY(ending->listen(socketPath()));
    Instance second(m_wheel, m_folder->path());
    second.start();
    QTRY_VERIFY(ending->hasPendingConnections());
    const auto attempts = m_wheel.next();
    ending.reset();
    held.reset();
    QTRY_VERIFY(m_wheel.next() != attempts);
    advance(m_clock, m_wheel, 2 * SingleInstance::tryEvery);
    QVERIFY(second.became(Outcome::First));
}

void SingleInstanceTest::wrongAnswersAreNone()
{
    FileLock held(path(QStringLiteral(".lock")));
    QVERIFY(held.tryLock() == FileLock::State::Taken);
    QLocalServer other;
    QVERIFY(other.listen(socketPath()));
    Instance second(m_wheel, m_folder->path());
    second.start();
    QTRY_VERIFY(other.hasPendingConnections());
    const auto attempts = m_wheel.next();
    other.nextPendingConnection()->write("220 smtp ready\r\n");
    QTRY_VERIFY(m_wheel.next() != attempts);
    QVERIFY(!second.outcome);
    advance(m_clock, m_wheel, SingleInstance::patience + DeadlineWheel::slotLength);
    QVERIFY(second.became(Outcome::NotAnswering));
}

void SingleInstanceTest::badRequestsAreIgnored_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\n\n");
    QTest::newRow("without an end") << QByteArray(RaiseRequest::maxSize + 1, 'a');
    QTest::newRow("bad link") << QByteArray("parlance-raise 1\nlink \n\n");
}

void SingleInstanceTest::badRequestsAreIgnored()
{
    QFETCH(const QByteArray, bytes);
    Instance first(m_wheel, m_folder->path());
    first.start();
    QVERIFY(first.became(Outcome::First));
    QLocalSocket visitor;
    visitor.connectToServer(socketPath());
    visitor.write(bytes);
    QTRY_COMPARE(visitor.state(), QLocalSocket::UnconnectedState);
    QCOMPARE(visitor.readAll(), QByteArray());
    QVERIFY(first.raised.isEmpty());
    Instance second(m_wheel, m_folder->path());
    second.start();
    QVERIFY(second.became(Outcome::HandedOver));
}

void SingleInstanceTest::slowRequestsAreDropped()
{
    Instance first(m_wheel, m_folder->path());
    first.start();
    QVERIFY(first.became(Outcome::First));
    const auto before = m_wheel.next();
    QLocalSocket visitor;
    visitor.connectToServer(socketPath());
    visitor.write("parlance-raise 1\n");
    QTRY_VERIFY(m_wheel.next() != before); // there is a deadline for it
    advance(m_clock, m_wheel, RaiseListener::wholeWithin + DeadlineWheel::slotLength);
    QTRY_COMPARE(visitor.state(), QLocalSocket::UnconnectedState);
    QVERIFY(first.raised.isEmpty());
}

void SingleInstanceTest::tooManyVisitorsAreTurnedAway()
{
    Instance first(m_wheel, m_folder->path());
    first.start();
    QVERIFY(first.became(Outcome::First));
    std::vector<std::unique_ptr<QLocalSocket>> visitors;
    for (size_t i = 0; i <= RaiseListener::maxCallers; ++i) {
        visitors.push_back(std::make_unique<QLocalSocket>());
        visitors.back()->connectToServer(socketPath());
    }
    QTRY_COMPARE(visitors.back()->state(), QLocalSocket::UnconnectedState);
    QCOMPARE(visitors.front()->state(), QLocalSocket::ConnectedState);
    visitors.clear();
    Instance second(m_wheel, m_folder->path());
    second.start();
    QVERIFY(second.became(Outcome::HandedOver));
}

void SingleInstanceTest::folderThatIsNotThere()
{
    Instance first(m_wheel, m_folder->filePath(QStringLiteral("missing")));
    first.start();
    QTRY_VERIFY(first.outcome);
    QVERIFY(!*first.outcome);
    QVERIFY(first.outcome->error().message.contains(QStringLiteral("missing/chat.parlance.Parlance.lock")));
}

void SingleInstanceTest::processesHandOver()
{
    const auto first = process({QString()});
    QCOMPARE(lineOf(*first), QByteArray("first"));
    const auto second = process({QStringLiteral("xdg-1"), QStringLiteral("parlance://a")});
    QCOMPARE(lineOf(*second), QByteArray("handed over"));
    QCOMPARE(lineOf(*first), QByteArray("raised [xdg-1] parlance://a"));
    QTRY_COMPARE(second->state(), QProcess::NotRunning);
    first->kill();
    first->waitForFinished();
}

void SingleInstanceTest::theKilledOneIsInNobodysWay()
{
    const auto killed = process({QString()});
    QCOMPARE(lineOf(*killed), QByteArray("first"));
    ::kill(pid_t(killed->processId()), SIGKILL);
    killed->waitForFinished();
    QVERIFY(QFileInfo::exists(socketPath())); // it had no time to clean up
    const auto next = process({QString()});
    QCOMPARE(lineOf(*next), QByteArray("first"));
    const auto second = process({QString(), QStringLiteral("parlance://a")});
    QCOMPARE(lineOf(*second), QByteArray("handed over"));
    QCOMPARE(lineOf(*next), QByteArray("raised [] parlance://a"));
    next->kill();
    next->waitForFinished();
}

void SingleInstanceTest::manyAtOnce()
{
    std::vector<std::unique_ptr<QProcess>> started(6);
    for (auto& each : started)
        each = process({QString()});
    QByteArrayList said;
    for (const auto& each : started)
        said << lineOf(*each);
    QCOMPARE(said.count("first"), 1);
    QCOMPARE(said.count("handed over"), 5);
    for (const auto& each : started) {
        each->kill();
        each->waitForFinished();
    }
}

} // namespace parlance::client

using parlance::client::SingleInstanceTest;
PARLANCE_SUITE(singleinstance, SingleInstanceTest)
#include "singleinstance_test.moc"
