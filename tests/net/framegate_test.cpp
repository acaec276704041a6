#include "net/framegate.h"
#include "support/random.h"
#include "support/suite.h"

#include <QTest>
#include <QtEndian>

namespace parlance {

/// What the gate lets through, frame by frame, and that it does not matter how the bytes are cut. What each rule of
/// RFC 6455 says is in tests/protocol/rfc6455, against the whole server.
class FrameGateTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void wholeFramesPassAsTheyAre();
    void fragmentsBecomeOneMessage();
    void itDoesNotMatterHowBytesAreCut();
    void nothingIsSetAsideForAnAnnouncedLength();
    void controlFramesAreRationed();
    void namesWhatIsUnfinished();
    void afterACloseFrameNothingPasses();
};

namespace {

constexpr quint8 final = 0x80;

/// As a client sends it.
QByteArray frame(quint8 first, const QByteArray& payload, const QByteArray& mask = QByteArray("\1\2\3\4", 4))
{
    QByteArray bytes(1, char(first));
    if (payload.size() < 126) {
        bytes.append(char(0x80 | payload.size()));
    } else if (payload.size() <= 0xFFFF) {
        const auto length = qToBigEndian(quint16(payload.size()));
        bytes.append(char(0x80 | 126)).append(reinterpret_cast<const char*>(&length), sizeof length);
    } else {
        const auto length = qToBigEndian(quint64(payload.size()));
        bytes.append(char(0x80 | 127)).append(reinterpret_cast<const char*>(&length), sizeof length);
    }
    bytes.append(mask);
    for (qsizetype i = 0; i < payload.size(); ++i)
        bytes.append(char(payload[i] ^ mask[i % 4]));
    return bytes;
}

const QByteArray plainMask(4, '\0');

} // namespace

void FrameGateTest::wholeFramesPassAsTheyAre()
{
    const FrameRules rules;
    FrameGate gate(rules);
    QByteArray out;
    const QByteArray frames =
        frame(final | 1, "hello") + frame(final | 9, "ping") + frame(final | 1, QByteArray(300, 'x'));
    QVERIFY(!gate.take(frames, 0, out));
    QCOMPARE(out, frames);
}

void FrameGateTest::fragmentsBecomeOneMessage()
{
    const FrameRules rules;
    FrameGate gate(rules);
    QByteArray out;
    const QByteArray euro = "\xE2\x82\xAC";
    QVERIFY(!gate.take(frame(1, euro.first(1)) + frame(0, "") + frame(final | 9, "p") + frame(0, euro.mid(1, 1)) +
                           frame(final | 0, euro.last(1)),
                       0, out));
    QCOMPARE(out, frame(final | 9, "p") + frame(final | 1, euro, plainMask));
}

void FrameGateTest::itDoesNotMatterHowBytesAreCut()
{
    test::Random random;
    const FrameRules rules{64 * 1024, 0, 0};
    QByteArray bytes;
    bool isFragmented = false;
    for (int i = 0; i < 200; ++i) {
        const quint8 opcode = isFragmented ? 0 : 1;
        isFragmented = random.chance(3);
        bytes += frame(quint8(isFragmented ? opcode : final | opcode), QByteArray(random.below(300), 'x'));
        if (random.chance(4))
            bytes += frame(final | 10, QByteArray(random.below(126), 'p'));
    }
    QByteArray whole;
    FrameGate first(rules);
    QVERIFY(!first.take(bytes, 0, whole));
    QByteArray cut;
    FrameGate second(rules);
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype length = std::min<qsizetype>(1 + random.below(random.chance(2) ? 3 : 500), bytes.size() - at);
        QVERIFY(!second.take(QByteArrayView(bytes).sliced(at, length), 0, cut));
        at += length;
    }
    QCOMPARE(cut, whole);
}

void FrameGateTest::nothingIsSetAsideForAnAnnouncedLength()
{
    const FrameRules rules;
    FrameGate gate(rules);
    QByteArray out;
    const QByteArray head = QByteArray::fromHex("81ff00000000400000000000000000"); // 1 GiB
    QCOMPARE(gate.take(head.first(14), 0, out), std::optional(CloseCode::TooBig));
    QVERIFY(!gate.take(frame(final | 1, "more"), 0, out)); // and is not looked at
    QVERIFY(out.isEmpty());
}

void FrameGateTest::controlFramesAreRationed()
{
    const FrameRules rules{64 * 1024, 64, 10};
    FrameGate gate(rules);
    QByteArray out;
    const QByteArray ping = frame(final | 9, {});
    for (int i = 0; i < 20; ++i)
        QVERIFY(!gate.take(ping, 1'000, out));
    FrameGate patient = gate;
    QVERIFY(!patient.take(ping, 1'100, out)); // a tenth of a second later one more
    QCOMPARE(patient.take(ping, 1'100, out), std::optional(CloseCode::PolicyViolation));
    QCOMPARE(gate.take(ping, 1'000, out), std::optional(CloseCode::PolicyViolation));
}

void FrameGateTest::namesWhatIsUnfinished()
{
    const FrameRules rules;
    FrameGate gate(rules);
    QByteArray out;
    const QByteArray text = frame(final | 1, "hello");
    QCOMPARE(gate.unfinished(), 0U);
    QVERIFY(!gate.take(text.first(3), 0, out));
    const quint64 first = gate.unfinished();
    QVERIFY(first != 0);
    QVERIFY(!gate.take(text.sliced(3, 2), 0, out));
    QCOMPARE(gate.unfinished(), first); // a byte now and then does not make it another
    QVERIFY(!gate.take(text.sliced(5) + text.first(1), 0, out));
    const quint64 second = gate.unfinished();
    QVERIFY(second != 0 && second != first);
    QVERIFY(!gate.take(text.sliced(1), 0, out));
    QCOMPARE(gate.unfinished(), 0U);
    QVERIFY(!gate.take(frame(1, "he"), 0, out));
    const quint64 message = gate.unfinished();
    QVERIFY(!gate.take(frame(final | 9, {}), 0, out));
    QCOMPARE(gate.unfinished(), message); // nor does a ping in the middle
    QVERIFY(!gate.take(frame(final | 0, "y"), 0, out));
    QCOMPARE(gate.unfinished(), 0U);
}

void FrameGateTest::afterACloseFrameNothingPasses()
{
    const FrameRules rules;
    FrameGate gate(rules);
    QByteArray out;
    const QByteArray close = frame(final | 8, QByteArray("\x03\xE8", 2), plainMask);
    QVERIFY(!gate.take(close + frame(final | 1, "late"), 0, out));
    QCOMPARE(out, close);
}

PARLANCE_SUITE(framegate, FrameGateTest)

} // namespace parlance

#include "framegate_test.moc"
