#include "server/accountpeers.h"
#include "support/suite.h"

namespace parlance {

using namespace parlance::test;

/// Accounts, from the first link to the last device.
class AccountsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void theOwnersLinkMakesTheOwner();
    void anInviteMakesAnAccount();
    void aDeviceComesBack();
    void aPasswordSignsIn();
    void aGuestGetsAnAccount();
    void attack16LinksAreUsedOnce();
    void attack17OwnerLinksAreClaimedOnce();
    void attack18AResetIsUsedOnceAndEndsSessions();
    void attack21AGuestsTokenIsNoneAfterConversion();
    void attack22ARevokedDeviceIsOut();
    void attack22ADeviceThatIsRevokedWhileItComesIn();
    void handlesThatLookAlikeAreRefused();
    void whatNobodyMay();
};

void AccountsTest::theOwnersLinkMakesTheOwner()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    const QByteArray welcome = makeAccount(core, ann, "ann", LinkKind::Owner);
    QVERIFY(valueIn(welcome, QStringLiteral("token")).startsWith("pd_"));
}

void AccountsTest::anInviteMakesAnAccount()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    makeAccount(core, ann, "ann", LinkKind::Owner);
    ann.inject(R"({"type":"make_invite","uses":2,"ref":"1"})");
    core.settle();
    const QByteArray made = ann.expect(
        R"({"type":"invite_made","invite":{"id":"*","uses":2,"expires":"*","since":"*"},"token":"*","ref":"1"})");
    TestPeer& bob = core.connect();
    bob.inject(redeeming(valueIn(made, QStringLiteral("token")), "bob"));
    core.settleHashing();
    bob.expect(welcomed("bob", "member"));
    ann.inject(R"({"type":"invites","ref":"2"})");
    core.settle();
    ann.expect(R"({"type":"invites","invites":[{"id":"*","uses":1,"expires":"*","since":"*"}],"ref":"2"})");
    bob.inject(R"({"type":"invites","ref":"3"})"); // not one of his
    core.settle();
    bob.expect(R"({"type":"invites","invites":[],"ref":"3"})");
}

void AccountsTest::aDeviceComesBack()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    const QByteArray token = valueIn(makeAccount(core, ann, "ann"), QStringLiteral("token"));
    ann.vanish();
    TestPeer& again = core.connect();
    again.inject(greeting(token));
    core.settle();
    // No token: the one that was shown stays valid.
    again.expect(
        R"({"type":"welcome","protocol":2,"server":"*","serverName":"*","userId":"*","username":"ann","account":{"handle":"ann","role":"member","twoFactor":false},"device":{"id":"*","name":"a test"},"capabilities":[],"limits":"*","heartbeat":"*","rooms":[]})");
}

void AccountsTest::aPasswordSignsIn()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    makeAccount(core, ann, "ann");
    TestPeer& other = core.connect();
    const QByteArray refused =
        R"({"type":"error","code":"unauthenticated","message":"The handle or the password is wrong"})";
    other.inject(signingIn("ann", "not it at all"));
    core.settleHashing();
    other.expect(refused);
    other.inject(signingIn("nobody"));
    core.settleHashing(); // an unknown handle costs a hash, too
    other.expect(refused);
    other.inject(signingIn("ANN")); // the handle in whatever letter case
    core.settleHashing();
    other.expect(welcomed("ann", "member"));
    other.inject(R"({"type":"devices","ref":"1"})");
    core.settle();
    other.expect(R"({"type":"devices","devices":"*","ref":"1"})");
}

void AccountsTest::aGuestGetsAnAccount()
{
    ServerFacts facts;
    facts.access.registration = Registrations::Open;
    ServerCore core(facts);
    TestPeer& ann = core.connect();
    const QByteArray before = ann.enter("ann", "general");
    TestPeer& tab = core.connect();
    tab.inject(greeting(valueIn(before, QStringLiteral("token"))));
    core.settle();
    tab.take();
    ann.inject(
        R"({"type":"register","protocol":2,"client":"t","handle":"ann.lee","name":"ann","password":"open sesame!","device":"d","ref":"9"})");
    core.settleHashing();
    QCOMPARE(tab.closedWith, CloseCode::TokenRenewed);
    bool isWelcome = false;
    for (const QByteArray& frame : ann.take()) {
        if (valueIn(frame, QStringLiteral("type")) != "welcome")
            continue;
        isWelcome = true;
        QCOMPARE(valueIn(frame, QStringLiteral("userId")), valueIn(before, QStringLiteral("userId")));
        QVERIFY(valueIn(frame, QStringLiteral("token")).startsWith("pd_"));
        QVERIFY(frame.contains(R"("name":"general")")); // the rooms stay
    }
    QVERIFY(isWelcome);
    QVERIFY(!ann.closedWith);
    ann.inject(R"({"type":"message","room":"#general","text":"still here","nonce":"1"})");
    core.settle();
    QVERIFY(ann.take().front().contains("still here"));
}

void AccountsTest::attack16LinksAreUsedOnce()
{
    ServerCore core;
    const QByteArray token = linkOf(core, LinkKind::Invite);
    TestPeer& ann = core.connect();
    ann.inject(redeeming(token, "ann"));
    core.settleHashing();
    ann.expect(welcomed("ann", "member"));
    const QByteArray expired =
        R"({"type":"error","code":"expired","message":"This link cannot be used any more. Ask for a new one"})";
    TestPeer& late = core.connect();
    late.inject(redeeming(token, "bob"));
    core.settle();
    late.expect(expired);
    // One that is too old, one that was taken back, and one that was never made are the same to an outsider.
    const QByteArray old = linkOf(core, LinkKind::Invite);
    core.pass(hourLength + 1'000);
    TestPeer& later = core.connect();
    later.inject(redeeming(old, "bob"));
    core.settle();
    later.expect(expired);
    later.inject(redeeming(core.credentials.issue(TokenKind::Invite).text.toLatin1(), "bob"));
    core.settle();
    later.expect(expired);
    later.inject(redeeming("pi_nonsense", "bob"));
    core.settle();
    later.expect(expired);
}

void AccountsTest::attack17OwnerLinksAreClaimedOnce()
{
    ServerCore core;
    const QByteArray former = linkOf(core, LinkKind::Owner);
    const QByteArray token = linkOf(core, LinkKind::Owner); // makes the one before void
    TestPeer& early = core.connect();
    early.inject(redeeming(former, "eve"));
    core.settle();
    early.expect(R"({"type":"error","code":"expired","message":"*"})");
    TestPeer& ann = core.connect();
    TestPeer& eve = core.connect();
    ann.inject(redeeming(token, "ann"));
    eve.inject(redeeming(token, "eve"));
    core.settleHashing();
    core.settleHashing();
    ann.expect(welcomed("ann", "owner"));
    eve.expect(R"({"type":"error","code":"expired","message":"*"})");
}

void AccountsTest::attack18AResetIsUsedOnceAndEndsSessions()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    const QByteArray welcome = makeAccount(core, ann, "ann");
    const UserId user(valueIn(welcome, QStringLiteral("userId")));
    const QByteArray token = linkOf(core, LinkKind::Reset, 1, user);
    const QByteArray reset = R"({"type":"redeem","protocol":2,"client":"t","token":")" + token +
                             R"(","password":"a new password","device":"new"})";
    TestPeer& other = core.connect();
    other.inject(reset);
    core.settleHashing();
    other.expect(welcomed("ann", "member"));
    QCOMPARE(ann.closedWith, CloseCode::SignedOut);
    TestPeer& former = core.connect();
    former.inject(greeting(valueIn(welcome, QStringLiteral("token"))));
    core.settle();
    former.expect(R"({"type":"error","code":"unauthenticated","message":"*","field":"token"})");
    former.inject(reset);
    core.settleHashing();
    former.expect(R"({"type":"error","code":"expired","message":"*"})");
}

void AccountsTest::attack21AGuestsTokenIsNoneAfterConversion()
{
    ServerFacts facts;
    facts.access.registration = Registrations::Open;
    ServerCore core(facts);
    TestPeer& ann = core.connect();
    const QByteArray before = ann.enter("ann", "general");
    ann.inject(
        R"({"type":"register","protocol":2,"client":"t","handle":"ann","name":"ann","password":"open sesame!","device":"d"})");
    core.settleHashing();
    TestPeer& thief = core.connect();
    thief.inject(greeting(valueIn(before, QStringLiteral("token"))));
    core.settle();
    thief.expect(R"({"type":"error","code":"unauthenticated","message":"*","field":"token"})");
}

void AccountsTest::attack22ARevokedDeviceIsOut()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    const QByteArray welcome = makeAccount(core, ann, "ann");
    TestPeer& phone = core.connect();
    phone.inject(signingIn("ann"));
    core.settleHashing();
    const QByteArray token = valueIn(phone.expect(welcomed("ann", "member")), QStringLiteral("token"));
    ann.inject(R"({"type":"revoke_device","ref":"1"})"); // all others
    core.settle();
    ann.expect(R"({"type":"ok","ref":"1"})");
    QCOMPARE(phone.closedWith, CloseCode::SignedOut);
    QVERIFY(!ann.closedWith);
    TestPeer& back = core.connect();
    back.inject(greeting(token));
    core.settle();
    back.expect(R"({"type":"error","code":"unauthenticated","message":"*","field":"token"})");
}

/// It is revoked while the store looks at it, or while its password is hashed.
void AccountsTest::attack22ADeviceThatIsRevokedWhileItComesIn()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    makeAccount(core, ann, "ann");
    TestPeer& phone = core.connect();
    phone.inject(signingIn("ann"));
    core.settleHashing();
    const QByteArray token = valueIn(phone.expect(welcomed("ann", "member")), QStringLiteral("token"));
    phone.vanish();
    TestPeer& back = core.connect();
    back.inject(greeting(token));
    ann.inject(R"({"type":"revoke_device","ref":"1"})"); // both answers of the store are still to come
    core.settle();
    QCOMPARE(back.closedWith, CloseCode::SignedOut);
    TestPeer& other = core.connect();
    other.inject(signingIn("ann"));
    ann.inject(R"({"type":"set_password","former":"open sesame!","password":"a new password","ref":"2"})");
    for (int i = 0; i < 3; ++i)
        core.settleHashing();
    const auto frames = other.take();
    QVERIFY(other.closedWith == CloseCode::SignedOut || frames.back().contains("unauthenticated"));
}

void AccountsTest::handlesThatLookAlikeAreRefused()
{
    ServerCore core;
    makeAccount(core, core.connect(), "paypal");
    for (const char* handle : {"PAYPAL", "p\u0430ypal", "paypa1"}) {
        TestPeer& eve = core.connect();
        eve.inject(redeeming(linkOf(core, LinkKind::Invite), handle));
        core.settle();
        eve.expect(R"({"type":"error","code":"name_taken","message":"*","field":"handle"})");
    }
}

void AccountsTest::whatNobodyMay()
{
    ServerCore core;
    TestPeer& eve = core.connect();
    eve.inject(
        R"({"type":"register","protocol":2,"client":"t","handle":"eve","name":"eve","password":"open sesame!","device":"d"})");
    core.settle();
    eve.expect(
        R"({"type":"error","code":"forbidden","message":"An account is made by invite here. Ask somebody for a link"})");
    eve.enter("eve", "general");
    eve.take();
    eve.inject(R"({"type":"make_invite","ref":"1"})"); // a guest
    core.settle();
    eve.expect(R"({"type":"error","code":"forbidden","message":"*","ref":"1"})");
    eve.inject(R"({"type":"sign_in","protocol":2,"client":"t","handle":"eve","password":"x","device":"d","ref":"2"})");
    core.settle();
    eve.expect(R"({"type":"error","code":"bad_request","message":"*","ref":"2"})");
}

} // namespace parlance

using parlance::AccountsTest;
PARLANCE_SUITE(accounts, AccountsTest)
#include "accounts_test.moc"
