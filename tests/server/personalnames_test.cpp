#include "support/frames.h"
#include "support/passingstore.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::member;
using test::ServerCore;
using test::TestPeer;

/// What people are called, in memory and in the store.
class PersonalNamesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aNameOutlivesItsConnectionWithoutARoom();
    void aRenameAndAHelloLeaveOneName();
    void aRenameThatCannotBeKeptIsTakenBack();
    void aRenameThatWasKeptUnawaresHolds();
};

void PersonalNamesTest::aNameOutlivesItsConnectionWithoutARoom()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.inject(R"({"type":"hello","protocol":2,"client":"test","name":"ann"})");
    const QByteArray token =
        member(ann.expect(R"({"type":"welcome","username":"ann","...":true})"), "token").toLatin1();
    ann.vanish();
    const auto comesBackAs = [&](const QByteArray& name) -> TestPeer& {
        TestPeer& again = core.connect();
        again.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
        again.expect(R"({"type":"welcome","username":")" + name + R"(","...":true})");
        return again;
    };
    TestPeer& second = comesBackAs("ann");
    second.inject(R"({"type":"rename","name":"Ann Lee"})");
    second.expect(R"({"type":"renamed","userId":"*","username":"Ann Lee"})");
    second.vanish();
    TestPeer& third = comesBackAs("Ann Lee");
    third.inject(R"({"type":"join","name":"general"})");
    third.expect(R"({"type":"joined","...":true})");
    third.inject(R"({"type":"leave","room":"#general"})");
    core.settle();
    third.vanish();
    comesBackAs("Ann Lee");
}

/// What everybody sees and what the store keeps is the same, whichever came last.
void PersonalNamesTest::aRenameAndAHelloLeaveOneName()
{
    for (const bool helloFirst : {true, false}) {
        ServerCore core;
        TestPeer& ann = core.connect();
        const QByteArray welcome = ann.enter("ann", "general");
        const UserId user(member(welcome, "userId").toLatin1());
        TestPeer& second = core.connect();
        const QByteArray hello = R"({"type":"hello","protocol":2,"client":"test","name":"Zoe","token":")" +
                                 member(welcome, "token").toLatin1() + R"("})";
        if (helloFirst)
            second.inject(hello);
        ann.inject(R"({"type":"rename","name":"Xan"})");
        if (!helloFirst)
            second.inject(hello);
        core.settle();
        std::optional<UserName> kept;
        core.store->identity(user, [&](const Result<IdentityRecord>& record) { kept = record->name; });
        core.settle();
        QVERIFY(core.identities.nameOf(user));
        QCOMPARE(core.identities.nameOf(user)->text(), kept->text());
    }
}

void PersonalNamesTest::aRenameThatCannotBeKeptIsTakenBack()
{
    struct FullDisk : test::PassingStore {
        using PassingStore::PassingStore;
        void saveName(const UserId& user, const UserName& name, const QString& address, Done<Nothing> done) override
        {
            if (name.text() != QStringLiteral("Xan"))
                return PassingStore::saveName(user, name, address, std::move(done));
            PassingStore::identity(user, [done = std::move(done)](const Result<IdentityRecord>&) mutable {
                done(Error{ErrorCode::Busy, QStringLiteral("The disk is full"), 2'000});
            });
        }
    };
    ServerCore core({}, {}, [](std::unique_ptr<Store> store) { return std::make_unique<FullDisk>(std::move(store)); });
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    TestPeer& bob = core.connect();
    bob.enter("bob", "general");
    core.pass(200);
    ann.take();
    ann.inject(R"({"type":"rename","name":"Xan","ref":"r"})");
    core.settle();
    const std::vector<QByteArray> told = ann.take();
    QVERIFY(std::ranges::any_of(told, [](const QByteArray& frame) { return frame.contains("\"busy\""); }));
    core.pass(200);
    bob.inject(R"({"type":"members","room":"#general","prefix":"ann","ref":"m"})");
    core.settle();
    QVERIFY(bob.take().back().contains("\"username\":\"ann\""));
}

/// The store has the name and could not say so, as where the connection to a database is lost at the commit.
void PersonalNamesTest::aRenameThatWasKeptUnawaresHolds()
{
    struct LostAnswer : test::PassingStore {
        using PassingStore::PassingStore;
        void saveName(const UserId& user, const UserName& name, const QString& address, Done<Nothing> done) override
        {
            if (name.text() != QStringLiteral("Xan"))
                return PassingStore::saveName(user, name, address, std::move(done));
            PassingStore::saveName(user, name, address, [done = std::move(done)](const Result<Nothing>&) mutable {
                done(Error{ErrorCode::Busy, QStringLiteral("The database is away"), 2'000});
            });
        }
    };
    ServerCore core({}, {},
                    [](std::unique_ptr<Store> store) { return std::make_unique<LostAnswer>(std::move(store)); });
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    TestPeer& bob = core.connect();
    bob.enter("bob", "general");
    core.pass(200);
    ann.take();
    ann.inject(R"({"type":"rename","name":"Xan","ref":"r"})");
    core.pass(200);
    const std::vector<QByteArray> told = ann.take();
    QVERIFY(std::ranges::any_of(told, [](const QByteArray& frame) { return frame.contains("\"busy\""); }));
    const auto last = std::ranges::find_if(
        told.rbegin(), told.rend(), [](const QByteArray& frame) { return frame.startsWith(R"({"type":"renamed")"); });
    QVERIFY(last != told.rend() && last->contains("\"username\":\"Xan\""));
    bob.take();
    bob.inject(R"({"type":"members","room":"#general","prefix":"xan","ref":"m"})");
    core.settle();
    QVERIFY(bob.take().back().contains("\"username\":\"Xan\""));
}

} // namespace parlance

using parlance::PersonalNamesTest;
PARLANCE_SUITE(personalnames, PersonalNamesTest)
#include "personalnames_test.moc"
