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

void GoneTest::itShowsOnceItIsExplained()
{
    Conversation talk;
    talk.joinGeneral(0);
    const auto gone = [](int seq) {
        const QByteArray number = QByteArray::number(seq);
        return R"({"type":"message","room":"id-general","seq":)" + number + R"(,"n":)" + number + R"(,"id":"m)" +
               number + R"(","userId":")" + bobId + R"(","username":"bob","timestamp":5,"nonce":"b)" + number +
               R"(","gone":true})";
    };
    talk.line.inject(gone(1));
    talk.line.inject(gone(2));
    QCOMPARE(talk.general().n, 2);
    QCOMPARE(talk.general().unread(), 2);
    for (const MessageState& message : talk.general().messages)
        QVERIFY(!message.text && !message.deleted);
    talk.line.inject(R"({"type":"edited","room":"id-general","seq":3,"n":2,"id":"m1","userId":")" + bobId +
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
