#include "support/suite.h"
#include "ui/serverrail.h"
#include "ui/uiworld.h"

#include <QSet>

namespace parlance::test {

class ServerRailTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void serversOfOneHostAreToldApart();
};

/// However many there are, on one host and without a port.
void ServerRailTest::serversOfOneHostAreToldApart()
{
    Surroundings w;
    World world;
    std::vector<std::unique_ptr<Account>> accounts;
    ServerRail rail(w.look, nullptr);
    for (const char* id : {"a", "b", "c", "d", "e", "f", "g"}) {
        AccountInfo info;
        info.id = QString::fromLatin1(id);
        info.url = QUrl(QStringLiteral("wss://chat.example.org/ws"));
        auto transport = std::make_unique<PairTransport>(world.wire, [](std::unique_ptr<Link>) {});
        accounts.push_back(std::make_unique<Account>(
            info, Account::Parts{std::move(transport), nullptr, world.wheel, w.secrets, w.preferences}));
        rail.add(*accounts.back());
    }
    QSet<QString> letters;
    for (const auto& account : accounts)
        letters
            << rail.findChild<QWidget*>(QStringLiteral("server-") + account->info().id)->property("letters").toString();
    QCOMPARE(letters.size(), qsizetype(accounts.size()));
    QVERIFY(!letters.contains(QStringLiteral("-1")));
}

} // namespace parlance::test

PARLANCE_SUITE(serverrail, parlance::test::ServerRailTest)
#include "serverrail_test.moc"
