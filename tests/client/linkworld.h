#pragma once

#include "core/client.h"
#include "support/linkpair.h"
#include "support/servercore.h"

#include <QTest>

/// Real clients and a real server in memory, and their time.
namespace parlance::test {

using namespace parlance::client;

inline RoomName general()
{
    return *RoomName::parse(u"general");
}

/// A server that can be started anew, and everybody's time, which goes forward in step with the server's.
struct World {
    Wire wire;
    ManualClock clock;
    DeadlineWheel wheel{clock};
    ServerFacts facts;
    QString password;
    ServerCore::Around around;
    std::unique_ptr<ServerCore> server;

    explicit World(qint64 messagesPerWindow = 0, ServerCore::Around aroundStore = {})
        : around(std::move(aroundStore))
    {
        facts.newRoomsPerHour = 0;
        facts.limits.messages = messagesPerWindow;
        start();
    }

    void start() { server = std::make_unique<ServerCore>(facts, password, around); }

    void settle()
    {
        do {
            wire.settle();
            if (server)
                server->settle();
        } while (!wire.isQuiet());
    }

    void pass(qint64 milliseconds)
    {
        settle();
        for (qint64 left = milliseconds; left > 0; left -= DeadlineWheel::slotLength) {
            const qint64 step = std::min(left, DeadlineWheel::slotLength);
            advance(clock, wheel, step);
            if (server)
                server->pass(step);
            settle();
        }
    }
};

/// Of a client that says no more of itself.
inline Login loginOfTest()
{
    Login login;
    login.client = QStringLiteral("test/1");
    return login;
}

/// Somebody with a client.
struct Person {
    World& world;
    PairTransport line;
    Client client;

    Person(World& where, const char* name, bool start = true)
        : world(where)
        , line(where.wire, [this](std::unique_ptr<Link> link) { accept(std::move(link)); })
        , client(line, where.wheel)
    {
        Login login = loginOfTest();
        login.name = *UserName::parse(QString::fromLatin1(name));
        client.join(general());
        if (start)
            client.connection().start(login);
        world.settle();
    }

    void accept(std::unique_ptr<Link> link)
    {
        if (world.server)
            world.server->add(std::move(link));
    }

    /// The id of a room that is joined.
    RoomId idOf(const RoomName& name) const { return client.state().roomCalled(name); }
    RoomId here() const { return idOf(general()); }

    void say(const QString& text) { QVERIFY(client.say(here(), text)); }
    const RoomState& room() const { return *client.state().room(here()); }
    bool isOnline() const { return client.connection().phase() == Phase::Online; }
    const UserId& id() const { return client.state().identity.userId; }

    QStringList texts() const
    {
        QStringList all;
        for (const MessageState& message : room().messages)
            all << message.text.value_or(QStringLiteral("(deleted)"));
        return all;
    }

    QStringList names() const
    {
        QStringList all;
        for (const auto& [user, name] : room().present)
            all << name;
        all.sort();
        return all;
    }

    void fetchAll()
    {
        while (room().hasOlder() && !room().messages.isEmpty()) {
            FetchHistory request;
            request.room = here();
            request.before = room().messages.front().seq;
            bool done = false;
            client.history().fetch(request, [&done](Result<HistoryPage> page) { done = bool(page); });
            world.settle();
            QVERIFY(done);
        }
    }
};

inline QStringList list(std::initializer_list<const char*> texts)
{
    QStringList all;
    for (const char* text : texts)
        all << QString::fromLatin1(text);
    return all;
}

} // namespace parlance::test
