#include "client/oldcache.h"
#include "support/suite.h"
#include "ui/uiworld.h"

namespace parlance::test {

namespace {

/// What version 0.1 has kept of an account: its settings, word for word, and its cache.
struct Old {
    QTemporaryDir folder;
    QString file = folder.filePath(QStringLiteral("parlance.ini"));
    QString cache = folder.filePath(QStringLiteral("cache"));
    MemorySecrets secrets;
    World world;

    Old()
    {
        QFile ini(file);
        QVERIFY(ini.open(QIODevice::WriteOnly));
        ini.write("[accounts]\n"
                  "order=a\n"
                  "a\\hasIdentity=false\n"
                  "a\\name=zoe\n"
                  "a\\room=general\n"
                  "a\\url=ws://127.0.0.1:3001/ws\n"
                  "\n"
                  "[rules]\n"
                  "a\\general=none\n"
                  "a\\barn=all\n"
                  "a\\a%252Fb%2520c=none\n");
        makeOldCache(cache, 3);
    }
};

/// One start of the program.
struct Start {
    QSettings settings;
    Preferences preferences{settings};
    Account account;

    explicit Start(Old& old, bool withCache = true)
        : settings(old.file, QSettings::IniFormat)
        , account(preferences.accounts().front(),
                  {std::make_unique<PairTransport>(
                       old.world.wire, [&old](std::unique_ptr<Link> link) { old.world.server->add(std::move(link)); }),
                   withCache ? *SqliteCache::open(old.cache) : nullptr, old.world.wheel, old.secrets, preferences})
    {}

    QStringList namedRules() const
    {
        QStringList names;
        for (const RoomName& name : preferences.namedRules(QStringLiteral("a")))
            names << name.text();
        names.sort();
        return names;
    }
    Rule rule(const RoomId& room) const { return preferences.rule(QStringLiteral("a"), room); }
};

const RoomId generalOfOld("9b2f0c77-1d6e-4b8a-a3a4-5c0e8f7d2b31");

} // namespace

/// The settings of version 0.1, which named rooms, are the rooms' by now.
class AccountUpgradeTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void rulesAndTheLastRoomFollowTheLogs();
    void whatHasNoLogWaitsForTheName();
};

void AccountUpgradeTest::rulesAndTheLastRoomFollowTheLogs()
{
    Old old;
    for (int start = 0; start < 2; ++start) { // without a server, which may be of version 0.1 still
        const Start now(old);
        QCOMPARE(now.account.info().room, generalOfOld);
        QCOMPARE(now.account.lastRoom(), generalOfOld);
        QCOMPARE(now.rule(generalOfOld), Rule::None);
        QCOMPARE(now.namedRules(), list({"a/b c", "barn"}));
        QCOMPARE(now.account.unread(), 0); // general, the only one with something unread, is muted
    }
}

void AccountUpgradeTest::whatHasNoLogWaitsForTheName()
{
    Old old;
    Person tom(old.world, "tom");
    tom.client.join(*RoomName::parse(u"barn"));
    old.world.settle();
    const RoomId barn = tom.idOf(*RoomName::parse(u"barn"));
    {
        Start now(old, false);
        now.account.client().join(barn);
        now.account.client().join(general());
        now.account.client().connection().start(loginOfTest());
        old.world.settle();
        QCOMPARE(now.rule(barn), Rule::All);
        QCOMPARE(now.rule(tom.here()), Rule::None);
        QCOMPARE(now.account.lastRoom(), tom.here());
        QCOMPARE(now.namedRules(), list({"a/b c"}));
    }
    QCOMPARE(Start(old, false).rule(barn), Rule::All);
}

} // namespace parlance::test

PARLANCE_SUITE(accountupgrade, parlance::test::AccountUpgradeTest)
#include "accountupgrade_test.moc"
