#include "auth/totp.h"
#include "server/accountpeers.h"
#include "support/suite.h"

namespace parlance {

using namespace parlance::test;

/// What a password alone does not suffice for.
class SecondFactorTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void attack24TheSecondFactorCannotBeSkipped();
    void sensitiveRequestsWantAFreshProof();
};

void SecondFactorTest::attack24TheSecondFactorCannotBeSkipped()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    makeAccount(core, ann, "ann");
    ann.inject(R"({"type":"totp_begin","ref":"1"})");
    core.settle();
    const QByteArray begun = ann.expect(R"({"type":"totp_begun","secret":"*","uri":"*","ref":"1"})");
    QVERIFY(valueIn(begun, QStringLiteral("uri")).startsWith("otpauth://totp/"));
    ann.inject(R"({"type":"totp_confirm","code":"000000","ref":"2"})");
    core.settle();
    ann.expect(R"({"type":"error","code":"unauthenticated","message":"*","field":"code","ref":"2"})");
    const QByteArray secret = core.pending.offered(core.hub.sessionsAfter(0, 1).front());
    const qint64 step = core.clock.wall() / 30'000;
    ann.inject(R"({"type":"totp_confirm","code":")" + totpCode(secret, step).toLatin1() + R"(","ref":"3"})");
    core.settle();
    ann.expect(R"({"type":"recovery_codes","codes":"*","ref":"3"})");

    TestPeer& eve = core.connect();
    eve.inject(signingIn("ann"));
    core.settleHashing();
    const QByteArray ticket = valueIn(eve.expect(R"({"type":"second_factor","ticket":"*"})"), QStringLiteral("ticket"));
    const auto giving = [](const QByteArray& of, const QString& code) {
        return R"({"type":"second_factor","ticket":")" + of + R"(","code":")" + code.toLatin1() + R"("})";
    };
    eve.inject(R"({"type":"join","name":"general","ref":"4"})"); // the password alone lets nobody in
    core.settle();
    QVERIFY(eve.take().front().contains("error"));
    TestPeer& other = core.connect();
    other.inject(giving(ticket, totpCode(secret, step + 1))); // somebody else's ticket
    core.settle();
    other.expect(R"({"type":"error","code":"expired","message":"*"})");
    eve.inject(giving(ticket, totpCode(secret, step))); // a code that was used
    core.settle();
    eve.expect(R"({"type":"error","code":"unauthenticated","message":"*","field":"code"})");
    for (int i = 0; i < PendingFactors::mostWrong - 1; ++i) {
        eve.inject(giving(ticket, QStringLiteral("000000")));
        core.settle();
        eve.expect(R"({"type":"error","code":"unauthenticated","message":"*","field":"code"})");
    }
    eve.inject(giving(ticket, totpCode(secret, step + 1))); // right, but too late
    core.settle();
    eve.expect(R"({"type":"error","code":"expired","message":"*"})");

    TestPeer& phone = core.connect();
    phone.inject(signingIn("ann"));
    core.settleHashing();
    const QByteArray own = valueIn(phone.expect(R"({"type":"second_factor","ticket":"*"})"), QStringLiteral("ticket"));
    phone.inject(giving(own, totpCode(secret, step + 1)));
    core.settle();
    QVERIFY(phone.take().front().contains(R"("twoFactor":true)"));
}

void SecondFactorTest::sensitiveRequestsWantAFreshProof()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    const QByteArray token = valueIn(makeAccount(core, ann, "ann"), QStringLiteral("token"));
    ann.vanish();
    TestPeer& again = core.connect();
    again.inject(greeting(token)); // a token proves nothing about who holds it now
    core.settle();
    again.take();
    for (const char* request : {"totp_begin", "totp_remove", "make_transfer"}) {
        again.inject(R"({"type":")" + QByteArray(request) + R"(","ref":"1"})");
        core.settle();
        again.expect(R"({"type":"error","code":"reauthenticate","message":"*","ref":"1"})");
    }
    again.inject(R"({"type":"reauthenticate","password":"not it at all","ref":"2"})");
    core.settleHashing();
    again.expect(R"({"type":"error","code":"unauthenticated","message":"*","field":"password","ref":"2"})");
    again.inject(R"({"type":"reauthenticate","password":"open sesame!","ref":"3"})");
    core.settleHashing();
    again.expect(R"({"type":"ok","ref":"3"})");
    again.inject(R"({"type":"make_transfer","ref":"4"})");
    core.settle();
    again.expect(R"({"type":"transfer_made","token":"*","expires":"*","ref":"4"})");
    core.pass(5 * 60'000 + 1'000);
    again.take();
    again.inject(R"({"type":"make_transfer","ref":"5"})");
    core.settle();
    again.expect(R"({"type":"error","code":"reauthenticate","message":"*","ref":"5"})");
}

} // namespace parlance

using parlance::SecondFactorTest;
PARLANCE_SUITE(secondfactor, SecondFactorTest)
#include "secondfactor_test.moc"
