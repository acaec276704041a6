#include "control/callsocket.h"
#include "control/controlsocket.h"
#include "support/frames.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QJsonDocument>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace parlance::control {

using test::ServerCore;
using test::TestPeer;

/// What a running server says and does when it is asked on its control socket, and what callers may cost it.
class ControlTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void cleanup();
    void whoIsThere();
    void whoIsThereInPages();
    void roomsAreListed();
    void roomsAreRenamed();
    void roomsAreDeleted();
    void membersOfARoomThatNobodyHasOpenAreTold();
    void itIsForTheOwnerAlone();
    void mistakes_data();
    void mistakes();
    void longLines();
    void slowCallers();
    void manyCallers();
    void requestsByTurns();
    void whoLeavesBeforeTheAnswer();
    void whatACrashLeftIsReplaced();
    void runningServersAreNot();
    void otherFilesAreNot();
    void namesThatAreTooLong();
    void theServerIsGone();
    void theServerTakesItsTime();

  private:
    QString path() const { return m_folder->filePath(QStringLiteral("control.sock")); }
    std::unique_ptr<QLocalSocket> call() const;
    QByteArray ask(QLocalSocket& socket, const QByteArray& line);
    /// Lets everything happen until this is so.
    template <class Condition>
    bool becomes(Condition condition)
    {
        return QTest::qWaitFor([&] { return m_core->settle(), condition(); }, 20'000);
    }
    bool isGone(const QLocalSocket& socket)
    {
        return becomes([&] { return socket.state() == QLocalSocket::UnconnectedState; });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ServerCore> m_core;
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<ControlSocket> m_control;
};

void ControlTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_core = std::make_unique<ServerCore>();
    m_desk = std::make_unique<Desk>(m_core->services);
    m_control = std::make_unique<ControlSocket>(*m_desk, m_core->wheel);
    const auto problem = m_control->open(path());
    QVERIFY2(!problem, qPrintable(problem.value_or(QString())));
}

void ControlTest::cleanup()
{
    m_control.reset();
    m_core.reset();
    m_desk.reset();
}

std::unique_ptr<QLocalSocket> ControlTest::call() const
{
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(path());
    return socket;
}

QByteArray ControlTest::ask(QLocalSocket& socket, const QByteArray& line)
{
    socket.write(line + '\n');
    return becomes([&] { return socket.canReadLine(); }) ? socket.readLine().trimmed() : QByteArray("nothing");
}

void ControlTest::whoIsThere()
{
    m_core->connect(QStringLiteral("192.0.2.7")).enter("ann", "general");
    m_core->connect(QStringLiteral("192.0.2.8")).joinPlain("bob", "lobby");
    m_core->connect(QStringLiteral("192.0.2.9"));
    const auto socket = call();
    const QByteArray answer = ask(*socket, R"({"type":"who"})");
    QVERIFY2(
        test::matches(
            R"({"type":"connections","connections":[)"
            R"({"number":1,"kind":"full","name":"ann","userId":"*","address":"192.0.2.7","since":"*","rooms":["general"]},)"
            R"({"number":2,"kind":"plain","name":"bob","userId":"*","address":"192.0.2.8","since":"*","rooms":["lobby"]},)"
            R"({"number":3,"kind":"open","address":"192.0.2.9","since":"*","rooms":[]}],"more":false})",
            answer),
        answer.constData());
    const auto connected = decodeReply<OpenConnections>(answer);
    QVERIFY(connected);
    QCOMPARE(connected->connections[0].since, m_core->clock.wall());
}

void ControlTest::whoIsThereInPages()
{
    for (qint64 i = 0; i <= page; ++i)
        m_core->connect();
    const auto socket = call();
    const auto first = decodeReply<OpenConnections>(ask(*socket, R"({"type":"who"})"));
    QVERIFY(first->more);
    QCOMPARE(std::ssize(first->connections), page);
    const auto rest = decodeReply<OpenConnections>(ask(*socket, encodeLine(Who{first->connections.back().number})));
    QVERIFY(!rest->more);
    QCOMPARE(rest->connections.size(), size_t(1));
}

void ControlTest::roomsAreListed()
{
    TestPeer& ann = m_core->connect();
    ann.enter("ann", "general");
    ann.inject(R"({"type":"message","room":"#general","text":"hi","nonce":"1"})");
    m_core->settle();
    const auto socket = call();
    const QByteArray answer = ask(*socket, R"({"type":"rooms"})");
    QVERIFY2(test::matches(
                 R"({"type":"room_list","rooms":[{"room":"*","name":"general","events":1,"messages":1,"members":1,)"
                 R"("lastAt":"*","present":1}],"more":false})",
                 answer),
             answer.constData());
}

void ControlTest::roomsAreRenamed()
{
    TestPeer& ann = m_core->connect();
    TestPeer& old = m_core->connect();
    ann.enter("ann", "general");
    old.joinPlain("old", "general");
    m_core->pass(200);
    ann.take();
    const auto socket = call();
    const auto renamed =
        decodeReply<RoomRenamed>(ask(*socket, R"({"type":"rename_room","name":"GENERAL","to":"Lobby"})"));
    QVERIFY(renamed && renamed->room == m_core->room("general"));
    QCOMPARE(renamed->name.text(), QStringLiteral("Lobby"));
    ann.expect(R"({"type":"room_changed","room":"#general","seq":1,"n":0,"name":"Lobby","timestamp":"*","nonce":"*"})");
    old.expectNothing();
    QVERIFY(!ann.closedWith && !old.closedWith);
    QCOMPARE(decodeReply<RoomRenamed>(ask(*socket, R"({"type":"rename_room","name":"general","to":"x"})")).error().code,
             ErrorCode::NotFound);
    m_core->connect().enter("bob", "taken");
    QCOMPARE(
        decodeReply<RoomRenamed>(ask(*socket, R"({"type":"rename_room","name":"lobby","to":"Taken"})")).error().code,
        ErrorCode::NameTaken);
    m_core->connect().enter("eve", renamed->room.text()); // a room that is called like another's id is not taken for it
    const QByteArray byId = R"({"type":"rename_room","name":")" + renamed->room.text() + R"(","to":"again"})";
    QCOMPARE(decodeReply<RoomRenamed>(ask(*socket, byId))->name.text(), QStringLiteral("again"));
}

void ControlTest::roomsAreDeleted()
{
    TestPeer& ann = m_core->connect();
    TestPeer& old = m_core->connect();
    ann.enter("ann", "general");
    old.joinPlain("old", "general");
    m_core->pass(200);
    ann.take();
    const auto socket = call();
    const auto deleted = decodeReply<RoomDeleted>(ask(*socket, R"({"type":"delete_room","name":"general"})"));
    QCOMPARE(deleted->was.members, 1);
    ann.expect(R"({"type":"room_left","room":"#general","reason":"deleted"})");
    QVERIFY(!ann.closedWith); // its other rooms go on
    QCOMPARE(old.closedWith, std::optional(CloseCode::RoomEnded));
    const auto again = decodeReply<RoomDeleted>(ask(*socket, R"({"type":"delete_room","name":"general"})"));
    QCOMPARE(again.error().code, ErrorCode::NotFound);
}

/// Their clients show it still, with what was said in it.
void ControlTest::membersOfARoomThatNobodyHasOpenAreTold()
{
    TestPeer& ann = m_core->connect();
    const auto welcome = QJsonDocument::fromJson(ann.enter("ann", "general"));
    const QByteArray token = welcome[QStringLiteral("token")].toString().toLatin1();
    ann.vanish();
    m_core->settle();
    QCOMPARE(m_core->rooms.lingering(), m_core->rooms.count());
    TestPeer& again = m_core->connect();
    again.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    again.expect(R"({"type":"welcome","...":true})");
    const auto socket = call();
    QVERIFY(decodeReply<RoomDeleted>(ask(*socket, R"({"type":"delete_room","name":"general"})")));
    again.expect(R"({"type":"room_left","room":"#general","reason":"deleted"})");
    QCOMPARE(m_core->rooms.count(), size_t(0));
}

void ControlTest::itIsForTheOwnerAlone()
{
    struct stat status {};
    QCOMPARE(::lstat(QFile::encodeName(path()).constData(), &status), 0);
    QVERIFY(S_ISSOCK(status.st_mode));
    QCOMPARE(status.st_mode & 07777, 0600U);
}

void ControlTest::mistakes_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("nothing") << QByteArray() << QByteArray("invalid_json");
    QTest::newRow("no JSON") << QByteArray("who") << QByteArray("invalid_json");
    QTest::newRow("no object") << QByteArray("[]") << QByteArray("bad_request");
    QTest::newRow("no type") << QByteArray("{}") << QByteArray("bad_request");
    QTest::newRow("no such type") << QByteArray(R"({"type":"stop"})") << QByteArray("unknown_type");
    QTest::newRow("a field missing") << QByteArray(R"({"type":"delete_room"})") << QByteArray("bad_request");
    QTest::newRow("no name") << QByteArray(R"({"type":"delete_room","name":""})") << QByteArray("bad_request");
    QTest::newRow("another kind") << QByteArray(R"({"type":"who","after":"x"})") << QByteArray("bad_request");
    QTest::newRow("zeros") << QByteArray(100, '\0') << QByteArray("invalid_json");
    QTest::newRow("no UTF-8") << QByteArray(R"({"type":"delete_room","name":")"
                                            "\xff\"}")
                              << QByteArray("invalid_json");
    QTest::newRow("deep") << QByteArray(R"({"type":)") + QByteArray(1'000, '[') << QByteArray("invalid_json");
}

void ControlTest::mistakes()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, code);
    const auto socket = call();
    const QByteArray answer = ask(*socket, line);
    QVERIFY2(answer.startsWith(R"({"type":"error")"), answer.constData());
    QVERIFY2(answer.contains(code), answer.constData());
    QVERIFY(decodeReply<OpenConnections>(ask(*socket, R"({"type":"who"})"))); // it goes on
}

void ControlTest::longLines()
{
    const auto socket = call();
    socket->write(QByteArray(ControlSocket::maxLine + 1'000, 'x'));
    QVERIFY(isGone(*socket));
    const auto next = call();
    QVERIFY(decodeReply<OpenConnections>(ask(*next, R"({"type":"who"})")));
}

void ControlTest::slowCallers()
{
    const auto silent = call();
    const auto halfway = call();
    halfway->write(R"({"type":"wh)");
    QVERIFY(becomes([&] { return halfway->bytesToWrite() == 0 && silent->state() == QLocalSocket::ConnectedState; }));
    const auto later = call(); // who is answered came behind them
    QVERIFY(decodeReply<OpenConnections>(ask(*later, R"({"type":"who"})")));
    m_core->pass(ControlSocket::patience + 100);
    QVERIFY(isGone(*silent));
    QVERIFY(isGone(*halfway));
}

void ControlTest::manyCallers()
{
    std::vector<std::unique_ptr<QLocalSocket>> callers;
    for (size_t i = 0; i < ControlSocket::maxCallers; ++i) {
        callers.push_back(call());
        QVERIFY(decodeReply<OpenConnections>(ask(*callers.back(), R"({"type":"who"})")));
    }
    const auto another = call();
    QVERIFY(isGone(*another));
    QVERIFY(decodeReply<OpenConnections>(ask(*callers.back(), R"({"type":"who"})")));
    callers.pop_back();
    QVERIFY(becomes([this] { // once that has been noticed
        const auto late = call();
        late->write("{\"type\":\"who\"}\n");
        return QTest::qWaitFor(
                   [&] { return late->canReadLine() || late->state() == QLocalSocket::UnconnectedState; }) &&
               late->canReadLine();
    }));
}

void ControlTest::requestsByTurns()
{
    m_core->connect().enter("ann", "general");
    const auto one = call();
    const auto two = call();
    one->write("{\"type\":\"rooms\"}\n{\"type\":\"who\"}\n{\"type\":\"rooms\"}\n");
    two->write("{\"type\":\"who\"}\n");
    QByteArrayList answers;
    QVERIFY(becomes([&] {
        while (one->canReadLine())
            answers += one->readLine();
        return answers.size() == 3;
    }));
    QVERIFY(answers[0].startsWith(R"({"type":"room_list")"));
    QVERIFY(answers[1].startsWith(R"({"type":"connections")"));
    QVERIFY(answers[2].startsWith(R"({"type":"room_list")"));
    QVERIFY(becomes([&] { return two->canReadLine(); }));
}

void ControlTest::whoLeavesBeforeTheAnswer()
{
    m_core->connect().enter("ann", "general");
    {
        const auto socket = call();
        socket->write("{\"type\":\"delete_room\",\"name\":\"general\"}\n");
        QVERIFY(QTest::qWaitFor([&] { return socket->bytesToWrite() == 0; }));
        const auto later = call(); // who is answered came behind it
        later->write("{\"type\":\"who\"}\n");
        QVERIFY(QTest::qWaitFor([&] { return later->canReadLine(); })); // without the store, which has not answered
        QVERIFY(!socket->canReadLine());
    }
    QVERIFY(becomes([&] { return m_core->rooms.findNamed(*RoomName::parse(u"general")) == nullptr; }));
    const auto next = call();
    QVERIFY(decodeReply<OpenConnections>(ask(*next, R"({"type":"who"})")));
}

void ControlTest::whatACrashLeftIsReplaced()
{
    m_control.reset();
    const QByteArray name = QFile::encodeName(path());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, name.constData(), size_t(name.size()));
    const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QCOMPARE(::bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(left); // the file stays
    QVERIFY(QFileInfo::exists(path()) || ::access(name.constData(), F_OK) == 0);
    m_control = std::make_unique<ControlSocket>(*m_desk, m_core->wheel);
    QVERIFY(!m_control->open(path()));
    const auto socket = call();
    QVERIFY(decodeReply<OpenConnections>(ask(*socket, R"({"type":"who"})")));
}

void ControlTest::runningServersAreNot()
{
    ControlSocket second(*m_desk, m_core->wheel);
    const auto problem = second.open(path());
    QVERIFY(problem && problem->contains(QStringLiteral("another server")));
    second.shut();
    const auto socket = call();
    QVERIFY(decodeReply<OpenConnections>(ask(*socket, R"({"type":"who"})")));
}

void ControlTest::otherFilesAreNot()
{
    m_control.reset();
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("precious");
    file.close();
    ControlSocket control(*m_desk, m_core->wheel);
    QVERIFY(control.open(path()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("precious"));
}

void ControlTest::namesThatAreTooLong()
{
    ControlSocket control(*m_desk, m_core->wheel);
    QVERIFY(control.open(m_folder->filePath(QString(200, u'x'))));
    const auto socket = CallSocket::open(m_folder->filePath(QString(200, u'x')));
    QCOMPARE(socket.error().code, ErrorCode::NotFound);
}

void ControlTest::theServerIsGone()
{
    auto socket = CallSocket::open(path());
    QVERIFY(socket);
    m_control->shut();
    QVERIFY(!QFileInfo::exists(path()));
    QVERIFY(!socket->ask(R"({"type":"who"})"));
    QCOMPARE(CallSocket::open(path()).error().code, ErrorCode::NotFound);
}

/// What was asked may be done all the same, so it is not said that the server is gone.
void ControlTest::theServerTakesItsTime()
{
    auto socket = CallSocket::open(path(), 50); // whose other end has no turn here
    QVERIFY(socket);
    const QString said = socket->ask(R"({"type":"who"})").error().message;
    QVERIFY2(said.contains(QStringLiteral("not answered within 0.05 s")), qPrintable(said));
    QVERIFY(said.contains(QStringLiteral("rooms list")));
}

} // namespace parlance::control

using ControlTest = parlance::control::ControlTest;
PARLANCE_SUITE(control, ControlTest)
#include "control_test.moc"
