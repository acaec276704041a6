// The tutorial's chat on QWebSocketServer as its examples use it: sendTextMessage() to each member, Qt's own event
// dispatcher. Prints its address; SIGTERM ends it.

#include <QCoreApplication>
#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>
#include <QWebSocket>
#include <QWebSocketServer>

#include <cstdio>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype historyLength = 100;

struct Room {
    QList<QWebSocket*> members;
    QJsonArray history;
};

struct Client {
    QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    QString username;
    QString room; ///< empty: in none
};

QString textOf(const QJsonObject& event)
{
    return QString::fromUtf8(QJsonDocument(event).toJson(QJsonDocument::Compact));
}

class Chat {
  public:
    explicit Chat(QWebSocketServer& server)
        : m_server(server)
    {
        QObject::connect(&m_server, &QWebSocketServer::newConnection, &m_server, [this] { welcome(); });
    }

  private:
    void welcome()
    {
        while (QWebSocket* socket = m_server.nextPendingConnection()) {
            m_clients.insert(socket, Client());
            QObject::connect(socket, &QWebSocket::textMessageReceived, &m_server,
                             [this, socket](const QString& text) { received(socket, text); });
            QObject::connect(socket, &QWebSocket::disconnected, &m_server, [this, socket] {
                leave(socket);
                m_clients.remove(socket);
                socket->deleteLater();
            });
        }
    }

    void received(QWebSocket* socket, const QString& text)
    {
        const QJsonObject request = QJsonDocument::fromJson(text.toUtf8()).object();
        const QString type = request[u"type"].toString();
        if (type == u"join"_s)
            join(socket, request[u"username"].toString(), request[u"room"].toString());
        else if (type == u"message"_s)
            write(socket, request[u"text"].toString());
        else if (type == u"typing"_s)
            tellTyping(socket, request[u"isTyping"].toBool());
        else
            socket->sendTextMessage(textOf({{u"type"_s, u"error"_s}, {u"message"_s, u"Invalid JSON"_s}}));
    }

    void join(QWebSocket* socket, const QString& username, const QString& name)
    {
        leave(socket);
        Client& client = m_clients[socket];
        client.username = username;
        client.room = name;
        Room& room = m_rooms[name];
        room.members.append(socket);
        socket->sendTextMessage(textOf({{u"type"_s, u"joined"_s},
                                        {u"clientId"_s, client.id},
                                        {u"room"_s, name},
                                        {u"history"_s, room.history},
                                        {u"users"_s, users(room)}}));
        tell(room, about(client, u"user_joined"_s, {{u"users"_s, users(room)}}), socket);
    }

    void leave(QWebSocket* socket)
    {
        Client& client = m_clients[socket];
        if (client.room.isEmpty())
            return;
        Room& room = m_rooms[client.room];
        room.members.removeOne(socket);
        tell(room, about(client, u"user_left"_s, {{u"users"_s, users(room)}}));
        client.room.clear();
    }

    void write(QWebSocket* socket, const QString& text)
    {
        const Client& client = m_clients[socket];
        if (client.room.isEmpty())
            return;
        Room& room = m_rooms[client.room];
        const QJsonObject message = about(client, u"message"_s,
                                          {{u"id"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)},
                                           {u"text"_s, text},
                                           {u"timestamp"_s, QDateTime::currentMSecsSinceEpoch()}});
        room.history.append(message);
        if (room.history.size() > historyLength)
            room.history.removeFirst();
        tell(room, message);
    }

    void tellTyping(QWebSocket* socket, bool isTyping)
    {
        const Client& client = m_clients[socket];
        if (!client.room.isEmpty())
            tell(m_rooms[client.room], about(client, u"typing"_s, {{u"isTyping"_s, isTyping}}), socket);
    }

    static QJsonObject about(const Client& client, const QString& type, QJsonObject event)
    {
        event[u"type"] = type;
        event[u"userId"] = client.id;
        event[u"username"] = client.username;
        return event;
    }

    QJsonArray users(const Room& room) const
    {
        QJsonArray users;
        for (QWebSocket* member : room.members) {
            const auto client = m_clients.constFind(member);
            users.append(QJsonObject{{u"id"_s, client->id}, {u"username"_s, client->username}});
        }
        return users;
    }

    static void tell(const Room& room, const QJsonObject& event, const QWebSocket* except = nullptr)
    {
        const QString text = textOf(event);
        for (QWebSocket* member : room.members) {
            if (member != except)
                member->sendTextMessage(text);
        }
    }

    QWebSocketServer& m_server;
    QHash<QWebSocket*, Client> m_clients;
    QHash<QString, Room> m_rooms;
};

} // namespace

int main(int argc, char** argv)
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    const QCoreApplication app(argc, argv);
    QWebSocketServer server(QStringLiteral("stock"), QWebSocketServer::NonSecureMode);
    server.setMaxPendingConnections(1'000);
    const Chat chat(server);
    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    std::printf("ws://127.0.0.1:%d/\n", int(server.serverPort()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
