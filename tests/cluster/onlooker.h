#pragma once

#include "cluster/nodes.h"
#include "support/frames.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <set>

namespace parlance::test {

using Names = std::set<QString>;

inline Names names(std::initializer_list<const char*> list)
{
    Names all;
    for (const char* name : list)
        all.insert(QString::fromLatin1(name));
    return all;
}

/// A client of one node, and whom it believes to be present in its rooms by what it has been told.
class Onlooker {
  public:
    Onlooker(Nodes& nodes, int node)
        : m_nodes(nodes)
        , m_core(nodes[node])
        , m_peer(nodes[node].connect(QStringLiteral("192.0.2.%1").arg(++nodes.lastAddress % 200 + 1)))
    {}

    /// A full client: somebody new, or who has that token.
    void greet(const QByteArray& name, const QByteArray& token = {})
    {
        const QByteArray who = token.isEmpty() ? R"("name":")" + name : R"("token":")" + token;
        m_peer.inject(R"({"type":"hello","protocol":2,"client":"test",)" + who + R"("})");
        m_nodes.settle();
        listen();
    }

    void join(const QByteArray& room)
    {
        m_peer.inject(R"({"type":"join","name":")" + room + R"("})");
        m_nodes.settle();
        listen();
    }

    /// A client of the tutorial's dialect, which is in one room at a time.
    void joinPlain(const QByteArray& name, const QByteArray& room)
    {
        m_isPlain = true;
        m_peer.inject(R"({"type":"join","username":")" + name + R"(","room":")" + room + R"("})");
        m_nodes.settle();
        listen();
    }

    void say(const QByteArray& frame)
    {
        m_peer.inject(frame);
        m_nodes.settle();
    }

    void vanish() { m_peer.vanish(); }

    /// Whom it believes to be present now.
    Names sees(const QByteArray& room = "general")
    {
        listen();
        Names names;
        for (const auto& [id, name] : m_present[m_isPlain ? QString() : QString::fromLatin1(m_core.room(room).text())])
            names.insert(name);
        return names;
    }

    /// The frames that have come since it was asked last, of the types that begin so.
    std::vector<QByteArray> told(const char* type)
    {
        listen();
        std::vector<QByteArray> frames;
        for (const QByteArray& frame : std::exchange(m_frames, {})) {
            if (member(frame, "type").startsWith(QLatin1String(type)))
                frames.push_back(frame);
        }
        return frames;
    }

    const QByteArray& token() const { return m_token; }
    const UserId& user() const { return m_user; }
    bool isPlain() const { return m_isPlain; }

  private:
    void listen()
    {
        for (const QByteArray& frame : m_peer.take()) {
            m_frames.push_back(frame);
            believe(QJsonDocument::fromJson(frame).object());
        }
    }

    void believe(const QJsonObject& frame)
    {
        const QString type = frame.value(u"type").toString();
        auto& present = m_present[m_isPlain ? QString() : frame.value(u"room").toString()];
        if (type == u"welcome") {
            m_token = frame.value(u"token").toString().toLatin1();
            m_user = UserId(frame.value(u"userId").toString().toLatin1());
        }
        const QJsonArray joined = frame.value(u"joined").toArray();
        if (type == u"presence" && joined.size() == frame.value(u"userCount").toInt())
            present.clear();
        if (frame.contains(u"users"))
            present.clear();
        for (const QJsonArray& people : {joined, frame.value(u"users").toArray()}) {
            for (const auto& person : people)
                present[person.toObject().value(u"id").toString()] = person.toObject().value(u"username").toString();
        }
        const QJsonArray left = frame.value(u"left").toArray();
        for (const auto& user : left)
            present.erase(user.toString());
        if (type == u"renamed")
            rename(frame.value(u"userId").toString(), frame.value(u"username").toString());
    }

    void rename(const QString& user, const QString& name)
    {
        for (auto& [room, people] : m_present) {
            if (const auto found = people.find(user); found != people.end())
                found->second = name;
        }
    }

    Nodes& m_nodes;
    ServerCore& m_core;
    TestPeer& m_peer;
    bool m_isPlain = false;
    QByteArray m_token;
    UserId m_user;
    std::vector<QByteArray> m_frames;
    std::map<QString, std::map<QString, QString>> m_present; // by room, and by id; one room for a plain client
};

/// A node that a test plays: it says whatever the test likes.
class PlayedNode {
  public:
    explicit PlayedNode(Nodes& nodes)
        : m_nodes(nodes)
    {}

    /// Its next message. The number of those that are skipped is missed.
    void say(const PresenceNews& news, int skipped = 0)
    {
        NodeMessage message = head();
        message.number = m_number += 1 + skipped;
        message.presence = news;
        publish(message);
    }
    void ask(const NodeId& node)
    {
        NodeMessage message = head();
        message.number = ++m_number;
        message.ask = {node};
        publish(message);
    }
    void beat() { publish(head()); }

    PresentPerson person(const RoomId& room, const QByteArray& name) const
    {
        return {room, UserId("id of " + name), *UserName::parse(QString::fromUtf8(name))};
    }

  private:
    NodeMessage head() const
    {
        NodeMessage message;
        message.node = m_id;
        message.number = m_number;
        return message;
    }
    void publish(const NodeMessage& message)
    {
        m_nodes.network.publish(encode(message));
        m_nodes.settle();
    }

    Nodes& m_nodes;
    const NodeId m_id = NodeId::random();
    qint64 m_number = 0;
};

} // namespace parlance::test
