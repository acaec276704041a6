#include "cluster/onlooker.h"
#include "support/random.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::test;
using Fate = LoopNetwork::Fate;

namespace {

const std::array<QByteArray, 3> roomNames{"general", "random", "lunch"};
constexpr int identityCount = 5;
constexpr int nobody = -1;
constexpr int mostRenames = 4; // of one identity in a walk: more in a minute are refused

/// People who come to three nodes, go from room to room, change their names and leave, over a bus that does as it
/// likes, while nodes stop, die and start. The walk knows who is where.
class Walk {
  public:
    explicit Walk(Random& random)
        : m_random(random)
    {
        m_nodes.network.fate = [this](const auto&, const QByteArray&) {
            const int what = m_random.below(10);
            return what < 2 ? Fate::IsLost : what == 2 ? Fate::Doubles : what < 5 ? Fate::Waits : Fate::Arrives;
        };
    }

    void step()
    {
        const int what = m_random.below(100);
        if (what < 40)
            connect();
        else if (what < 60)
            move();
        else if (what < 80)
            disconnect();
        else if (what < 84)
            cutOrJoin();
        else if (what < 88)
            stopOrStart();
        else if (what < 92)
            rename();
        m_random.chance(3) ? m_nodes.pass(m_random.below(700)) : m_nodes.settle();
    }

    /// Everything works again, and has time to come right.
    void calmDown()
    {
        m_nodes.network.fate = [](const auto&, const auto&) { return Fate::Arrives; };
        for (int node = 0; node < m_nodes.count(); ++node) {
            if (!m_nodes.isUp(node))
                m_nodes.start(node);
            m_nodes.bus(node).isCut = false;
        }
        m_nodes.pass(NodeStream::beatEvery + PeopleRelay::askAgainAfter + PeopleRelay::farewell + 1'000);
        for (const QByteArray& room : roomNames) // plain clients hear of new names when somebody comes
            connectPlain(0, room);
        m_nodes.pass(1'000);
    }

    /// What is wrong; empty: nothing.
    QString mistakes()
    {
        QStringList all;
        for (const QByteArray& room : roomNames) {
            for (int node = 0; node < m_nodes.count(); ++node)
                all += mistakesIn(node, room);
            for (Connection& connection : m_connections) {
                if (connection.rooms.contains(room) && connection.client->sees(room) != presentIn(room))
                    all += connection.name + QStringLiteral(" sees ") + show(connection.client->sees(room)) +
                           QStringLiteral(" in ") + QString::fromLatin1(room) + QStringLiteral(", not ") +
                           show(presentIn(room));
            }
        }
        return all.join(QLatin1Char('\n'));
    }

  private:
    struct Connection {
        std::unique_ptr<Onlooker> client;
        int node = 0;
        int who = nobody; ///< of the identities; nobody: a plain client
        QString name;
        std::set<QByteArray> rooms;
    };

    static QString show(const Names& names) { return QStringList(names.begin(), names.end()).join(QLatin1Char(' ')); }

    Names presentIn(const QByteArray& room) const
    {
        Names names;
        for (const Connection& connection : m_connections) {
            if (connection.rooms.contains(room))
                names.insert(connection.name);
        }
        return names;
    }

    QStringList mistakesIn(int node, const QByteArray& name)
    {
        RoomId id;
        for (int other = 0; other < m_nodes.count() && id.isEmpty(); ++other)
            id = m_nodes[other].room(name);
        if (id.isEmpty())
            return {};
        const Names expected = presentIn(name);
        const QString where = QStringLiteral(" in %1 on node %2").arg(QString::fromLatin1(name)).arg(node);
        QStringList mistakes;
        if (const qint64 count = m_nodes[node].rooms.presentIn(id); count != qint64(expected.size()))
            mistakes += QString::number(count) + where + QStringLiteral(", not ") + show(expected);
        if (const Room* room = m_nodes[node].rooms.find(id)) {
            Names found;
            for (const Present& person : room->presence().list())
                found.insert(person.username);
            if (found != expected)
                mistakes += show(found) + where + QStringLiteral(", not ") + show(expected);
        }
        return mistakes;
    }

    const QByteArray& anyRoom() { return roomNames[size_t(m_random.below(int(roomNames.size())))]; }

    void connect()
    {
        const int node = m_random.below(m_nodes.count());
        if (!m_nodes.isUp(node) || m_connections.size() > 20)
            return;
        if (m_random.chance(3))
            return connectPlain(node, anyRoom());
        const auto who = size_t(m_random.below(identityCount));
        if (m_names[who].isEmpty())
            m_names[who] = QStringLiteral("full%1").arg(who);
        Connection& connection = add(node, m_names[who]);
        connection.who = int(who);
        connection.client->greet(connection.name.toLatin1(), m_tokens[who]);
        m_tokens[who] = connection.client->token();
        join(connection, anyRoom());
    }

    /// Gives one of the identities another name, on one of its connections.
    void rename()
    {
        if (m_connections.empty())
            return;
        const Connection& one = m_connections[size_t(m_random.below(int(m_connections.size())))];
        if (one.who == nobody || m_renamed[size_t(one.who)] == mostRenames)
            return;
        const QString name = QStringLiteral("full%1 the %2.").arg(one.who).arg(++m_renamed[size_t(one.who)]);
        one.client->say(R"({"type":"rename","name":")" + name.toLatin1() + R"("})");
        m_names[size_t(one.who)] = name;
        for (Connection& connection : m_connections) {
            if (connection.who == one.who)
                connection.name = name;
        }
    }

    void connectPlain(int node, const QByteArray& room)
    {
        join(add(node, QStringLiteral("plain%1").arg(++m_plain)), room);
    }

    Connection& add(int node, const QString& name)
    {
        Connection& connection = m_connections.emplace_back();
        connection.client = std::make_unique<Onlooker>(m_nodes, node);
        connection.node = node;
        connection.name = name;
        return connection;
    }

    void join(Connection& connection, const QByteArray& room)
    {
        if (connection.who == nobody) {
            connection.rooms.clear();
            connection.client->joinPlain(connection.name.toLatin1(), room);
        } else {
            connection.client->join(room);
        }
        connection.rooms.insert(room);
    }

    void move()
    {
        if (!m_connections.empty())
            join(m_connections[size_t(m_random.below(int(m_connections.size())))], anyRoom());
    }

    void disconnect()
    {
        if (m_connections.empty())
            return;
        const auto who = m_connections.begin() + m_random.below(int(m_connections.size()));
        who->client->vanish();
        m_connections.erase(who);
    }

    void cutOrJoin()
    {
        const int node = m_random.below(m_nodes.count());
        if (m_nodes.isUp(node))
            m_nodes.bus(node).isCut ^= true;
    }

    void stopOrStart()
    {
        const int node = m_random.below(m_nodes.count());
        if (!m_nodes.isUp(node))
            return m_nodes.start(node);
        if (m_random.chance(2))
            m_nodes.stream(node).leave();
        std::erase_if(m_connections, [node](const Connection& connection) { return connection.node == node; });
        m_nodes.kill(node);
    }

    Random& m_random;
    Nodes m_nodes{3};
    std::vector<Connection> m_connections;
    std::array<QByteArray, identityCount> m_tokens;
    std::array<QString, identityCount> m_names;
    std::array<int, identityCount> m_renamed{};
    int m_plain = 0;
};

} // namespace

/// Whatever happens: when it is over, every node shows who is there.
class PeopleWalksTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyNodeShowsWhoIsThere();
};

void PeopleWalksTest::everyNodeShowsWhoIsThere()
{
    Random random;
    for (int number = 0; number < 30; ++number) {
        Walk walk(random);
        for (int step = 0; step < 80; ++step)
            walk.step();
        walk.calmDown();
        const QString mistakes = walk.mistakes();
        QVERIFY2(mistakes.isEmpty(), qPrintable(QStringLiteral("walk %1:\n%2").arg(number).arg(mistakes)));
    }
}

} // namespace parlance

using parlance::PeopleWalksTest;
PARLANCE_SUITE(peoplewalks, PeopleWalksTest)
#include "peoplewalks_test.moc"
