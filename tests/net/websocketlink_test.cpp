#include "base/wheeltimer.h"
#include "net/frontdoor.h"
#include "protocol/textframe.h"
#include "support/suite.h"

#include <QTcpSocket>
#include <QTest>
#include <QtEndian>

namespace parlance {

/// A link whose peer takes what is sent little by little, or not at all, on a real socket.
class WebSocketLinkTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void cleanup();
    void everyFrameIsWholeWhateverComesBetween();
    void whoTakesNothingIsClosedInTime();
    void repliesDoNotCount();
    void whatIsUnfinishedHasADeadline();
    void whoLeavesIsGoneAtOnce();

  private:
    struct Frame {
        int opcode;
        QByteArray payload;
    };

    void connectPeer();
    void readOn() { m_peer->setReadBufferSize(0); }
    void sendFromPeer(quint8 first, const QByteArray& payload);
    /// All frames that the peer has got when the connection has ended.
    QList<Frame> framesAtTheEnd();

    SystemClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    WheelTimer m_timer{m_wheel};
    const StaticSite m_site{QStringLiteral(":/web")};
    DoorRules m_rules;
    std::unique_ptr<FrontDoor> m_door;
    std::unique_ptr<Link> m_link;
    std::unique_ptr<QTcpSocket> m_peer;

    struct Hearer final : LinkObserver {
        void received(const QByteArray& text) override { texts.append(text); }
        void drained() override {}
        void closed() override { isClosed = true; }
        QList<QByteArray> texts;
        bool isClosed = false;
    } m_hearer;
};

namespace {

const QByteArray upgradeRequest = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

} // namespace

void WebSocketLinkTest::init()
{
    m_rules = {};
    m_rules.link.backlog = 64 * 1024 * 1024;
    m_hearer = {};
}

void WebSocketLinkTest::connectPeer()
{
    m_door = std::make_unique<FrontDoor>(m_rules, m_site, m_wheel, [this](std::unique_ptr<Link> link) {
        m_link = std::move(link);
        m_link->observe(&m_hearer);
    });
    QVERIFY(m_door->open(QHostAddress(QHostAddress::LocalHost), 0));
    m_peer = std::make_unique<QTcpSocket>();
    m_peer->connectToHost(m_door->server().serverAddress(), m_door->server().serverPort());
    m_peer->write(upgradeRequest);
    QTRY_VERIFY(m_peer->peek(4'096).contains("\r\n\r\n"));
    while (m_peer->readLine() != "\r\n") {
    }
    QVERIFY(m_link);
    m_peer->setReadBufferSize(1); // reads no more
}

void WebSocketLinkTest::cleanup()
{
    m_link.reset();
    m_peer.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_door.reset();
}

void WebSocketLinkTest::sendFromPeer(quint8 first, const QByteArray& payload)
{
    m_peer->write(QByteArray(1, char(first)) + char(0x80 | payload.size()) + QByteArray(4, '\0') + payload);
}

QList<WebSocketLinkTest::Frame> WebSocketLinkTest::framesAtTheEnd()
{
    readOn();
    // An end is noticed by reading only.
    (void)QTest::qWaitFor([&] { return m_peer->state() == QAbstractSocket::UnconnectedState; }, 10'000);
    const QByteArray all = m_peer->readAll();
    QByteArrayView rest(all);
    QList<Frame> frames;
    while (rest.size() >= 2) {
        const auto shortLength = quint8(rest[1]);
        const qsizetype head = shortLength == 127 ? 10 : shortLength == 126 ? 4 : 2;
        const auto length = head == 10  ? qsizetype(qFromBigEndian<quint64>(rest.data() + 2))
                            : head == 4 ? qsizetype(qFromBigEndian<quint16>(rest.data() + 2))
                                        : qsizetype(shortLength);
        if (rest.size() < head + length)
            break;
        frames.append({quint8(rest[0]), rest.sliced(head, length).toByteArray()});
        rest = rest.sliced(head + length);
    }
    if (!rest.isEmpty())
        frames.append({-1, rest.toByteArray()});
    return frames;
}

void WebSocketLinkTest::everyFrameIsWholeWhateverComesBetween()
{
    connectPeer();
    constexpr int rounds = 15;
    QList<QByteArray> sent;
    for (int i = 0; i < rounds; ++i) {
        for (const qsizetype length : {5, 300, 400'000}) {
            sent.append(QByteArray(length, char('a' + i)));
            if (length == 300)
                m_link->send(sent.last());
            else
                m_link->sendFrames(textFrame(sent.last()), 0);
        }
        sendFromPeer(0x89, QByteArray::number(i));
        sendFromPeer(0x81, QByteArray::number(i)); // so that the ping before it is known to have been answered
        QTRY_COMPARE(m_hearer.texts.size(), i + 1);
    }
    QVERIFY(m_link->backlog() > 0); // or nothing was written in parts
    m_link->close(CloseCode::Restarting);
    m_link->sendFrames(textFrame("late"), 0);
    m_link->send("late");
    const auto frames = framesAtTheEnd();
    QList<QByteArray> texts;
    QList<QByteArray> pongs;
    for (const Frame& frame : frames)
        (frame.opcode == 0x81 ? texts : frame.opcode == 0x8A ? pongs : texts).append(frame.payload);
    const QByteArray goodbye = texts.takeLast();
    QCOMPARE(frames.last().opcode, 0x88);
    QCOMPARE(goodbye, QByteArray("\x0F\xA1restarting"));
    QCOMPARE(texts, sent);
    QCOMPARE(pongs.size(), rounds);
    QTRY_VERIFY(m_hearer.isClosed);
}

void WebSocketLinkTest::whoTakesNothingIsClosedInTime()
{
    m_rules.link.backlogAge = 300;
    connectPeer();
    while (m_link->backlog() == 0)
        m_link->sendFrames(textFrame(QByteArray(100'000, 'x')), 0);
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY(m_hearer.isClosed); // two seconds after the close frame, which it does not take either
    QVERIFY2(clock.elapsed() >= 2'300, qPrintable(QString::number(clock.elapsed())));
    const auto frames = framesAtTheEnd();
    QVERIFY(frames.isEmpty() || frames.last().opcode != 0x88);
}

void WebSocketLinkTest::repliesDoNotCount()
{
    m_rules.link.backlogAge = 300;
    connectPeer();
    while (m_link->backlog() == 0)
        m_link->send(QByteArray(100'000, 'x'));
    m_link->send(QByteArray(1'000'000, 'x'));
    m_link->sendFrames(textFrame("behind them"), 0);
    QElapsedTimer clock;
    clock.start();
    qint64 taken = 0;
    while (clock.elapsed() < 1'000) { // a slow line, on which something is always taken
        m_peer->setReadBufferSize(8'000);
        QTest::qWait(20);
        taken += m_peer->readAll().size();
    }
    QVERIFY(taken > 0);
    QVERIFY(m_link->backlog() > 0);
    QVERIFY(!m_hearer.isClosed);
    QVERIFY(m_peer->state() == QAbstractSocket::ConnectedState);
}

void WebSocketLinkTest::whatIsUnfinishedHasADeadline()
{
    m_rules.link.frameTimeout = 300;
    connectPeer();
    m_peer->write(QByteArray("\x81\x85", 2));
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < 1'000 && m_peer->state() == QAbstractSocket::ConnectedState) { // a byte now and then
        QTest::qWait(100);
        m_peer->write("\0", 1);
        readOn();
    }
    const auto frames = framesAtTheEnd();
    QCOMPARE(frames.size(), 1);
    QCOMPARE(frames.first().payload, QByteArray("\x03\xF0policy"));
    QVERIFY(clock.elapsed() < 1'000);
}

void WebSocketLinkTest::whoLeavesIsGoneAtOnce()
{
    connectPeer();
    m_peer->abort();
    QTRY_VERIFY_WITH_TIMEOUT(m_hearer.isClosed, 1'000);
    m_link->sendFrames(textFrame("late"), 0);
    QCOMPARE(m_link->backlog(), 0);
}

PARLANCE_SUITE(websocketlink, WebSocketLinkTest)

} // namespace parlance

#include "websocketlink_test.moc"
