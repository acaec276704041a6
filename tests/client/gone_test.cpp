#include "client/conversation.h"
#include "support/suite.h"

namespace parlance::client {

using namespace parlance::test;

/// What was edited or deleted since travels without its text.
class GoneTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void itShowsOnceItIsExplained();
};

namespace {

QByteArray edited(int seq, const QByteArray& id, const QByteArray& text)
{
    return R"({"type":"edited","room":"general","seq":)" + QByteArray::number(seq) + R"(,"n":2,"id":")" + id +
           R"(","userId":")" + bobId + R"(","text":")" + text + R"(","timestamp":1774000005000,"nonce":"e-1"})";
}

QByteArray deleted(int seq, const QByteArray& id)
{
    return R"({"type":"deleted","room":"general","seq":)" + QByteArray::number(seq) + R"(,"n":2,"id":")" + id +
           R"(","userId":")" + bobId + R"(","timestamp":1774000005000,"nonce":"d-1"})";
}

} // namespace

void GoneTest::itShowsOnceItIsExplained()
{
    Conversation talk;
    talk.joinGeneral(0);
    const auto gone = [](int seq) {
        const QByteArray number = QByteArray::number(seq);
        return R"({"type":"message","room":"general","seq":)" + number + R"(,"n":)" + number + R"(,"id":"m)" + number +
               R"(","userId":")" + bobId + R"(","username":"bob","timestamp":5,"nonce":"b)" + number +
               R"(","gone":true})";
    };
    talk.line.inject(gone(1));
    talk.line.inject(gone(2));
    QCOMPARE(talk.general().n, 2);
    QCOMPARE(talk.general().unread(), 2);
    for (const MessageState& message : talk.general().messages)
        QVERIFY(!message.text && !message.deleted);
    talk.line.inject(R"({"type":"edited","room":"general","seq":3,"n":2,"id":"m1","userId":")" + bobId +
                     R"(","timestamp":6,"nonce":"e3","gone":true})");
    QVERIFY(!talk.general().messages[0].text);
    talk.line.inject(edited(4, "m1", "at last"));
    talk.line.inject(deleted(5, "m2"));
    QCOMPARE(*talk.general().messages[0].text, QStringLiteral("at last"));
    QVERIFY(*talk.general().messages[1].deleted);
    QCOMPARE(talk.general().unread(), 1);
}

} // namespace parlance::client

using parlance::client::GoneTest;
PARLANCE_SUITE(gone, GoneTest)
#include "gone_test.moc"
