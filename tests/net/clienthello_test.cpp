#include "net/clienthello.h"
#include "support/suite.h"

#include <QTest>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace parlance {

/// The first record of TLS on real sockets, as it comes piece by piece.
class ClientHelloTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void cleanup();
    void pieceByPiece();
    void whatIsNone_data();
    void whatIsNone();
    void anEndHalfWay();

  private:
    bool isReadable(int patience) const;
    void say(const QByteArray& bytes) const;

    int m_peer = -1;
    int m_ours = -1;
};

void ClientHelloTest::init()
{
    const int listening = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    QCOMPARE(::bind(listening, reinterpret_cast<sockaddr*>(&address), length), 0);
    QCOMPARE(::listen(listening, 1), 0);
    QCOMPARE(::getsockname(listening, reinterpret_cast<sockaddr*>(&address), &length), 0);
    m_peer = ::socket(AF_INET, SOCK_STREAM, 0);
    QCOMPARE(::connect(m_peer, reinterpret_cast<sockaddr*>(&address), length), 0);
    m_ours = ::accept(listening, nullptr, nullptr);
    ::close(listening);
}

void ClientHelloTest::cleanup()
{
    ::close(m_peer);
    ::close(m_ours);
}

bool ClientHelloTest::isReadable(int patience) const
{
    pollfd ours{m_ours, POLLIN, 0};
    return ::poll(&ours, 1, patience) > 0;
}

void ClientHelloTest::say(const QByteArray& bytes) const
{
    QCOMPARE(::send(m_peer, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL), ssize_t(bytes.size()));
}

/// Meanwhile the socket is not readable, so that nobody turns round on it.
void ClientHelloTest::pieceByPiece()
{
    ClientHello hello(m_ours);
    QCOMPARE(hello.look(), ClientHello::State::Incomplete);
    const QByteArray record = QByteArray::fromHex("16030100c8") + QByteArray(200, 'x');
    for (const auto& [from, to] : {std::pair{0, 2}, {2, 5}, {5, 100}}) {
        say(record.sliced(from, to - from));
        QCOMPARE(hello.look(), ClientHello::State::Incomplete);
        QVERIFY(!isReadable(20));
    }
    say(record.sliced(100));
    QVERIFY(isReadable(5'000));
    QCOMPARE(hello.look(), ClientHello::State::Complete);
    QByteArray read(300, 0);
    QCOMPARE(::recv(m_ours, read.data(), size_t(read.size()), 0), ssize_t(record.size()));
    say("y");
    QVERIFY(isReadable(5'000)); // from one byte on again
}

void ClientHelloTest::whatIsNone_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\n\r\n");
    QTest::newRow("zeros") << QByteArray(100, 0);
    QTest::newRow("an alert") << QByteArray::fromHex("15030300020228");
    QTest::newRow("a record that is too long") << QByteArray::fromHex("160301ffff") + QByteArray(100, 'x');
    QTest::newRow("the end") << QByteArray();
}

void ClientHelloTest::whatIsNone()
{
    QFETCH(const QByteArray, bytes);
    say(bytes);
    if (bytes.isEmpty())
        ::shutdown(m_peer, SHUT_WR);
    QVERIFY(isReadable(5'000));
    QCOMPARE(ClientHello(m_ours).look(), ClientHello::State::None);
}

void ClientHelloTest::anEndHalfWay()
{
    ClientHello hello(m_ours);
    say(QByteArray::fromHex("16030100c8") + QByteArray(20, 'x'));
    QVERIFY(isReadable(5'000));
    QCOMPARE(hello.look(), ClientHello::State::Incomplete);
    ::shutdown(m_peer, SHUT_WR);
    QVERIFY(isReadable(5'000));
    QCOMPARE(hello.look(), ClientHello::State::None);
}

} // namespace parlance

using parlance::ClientHelloTest;
PARLANCE_SUITE(clienthello, ClientHelloTest)
#include "clienthello_test.moc"
