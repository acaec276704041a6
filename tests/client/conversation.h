#pragma once

#include "core/client.h"
#include "support/manualclock.h"
#include "support/scriptedtransport.h"

namespace parlance::test {

inline RoomName roomName(const char* text)
{
    return *RoomName::parse(QString::fromUtf8(text));
}

/// The id of the room that is called so.
inline RoomId roomId(const char* name)
{
    return RoomId(QByteArray("id-") + name);
}

inline const QByteArray annId = "6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001";
inline const QByteArray bobId = "0d9e7b52-6a3f-4f0b-8c11-73a8be4f1c02";
inline const QByteArray logA = "9b2f0c77-1d6e-4b8a-a3a4-5c0e8f7d2b31";
inline const QByteArray logB = "11111111-1d6e-4b8a-a3a4-5c0e8f7d2b31";

/// A message event of general's: "m<seq>" by that user, with n = seq.
inline QByteArray message(int seq, const QByteArray& userId, const QByteArray& nonce)
{
    const QByteArray number = QByteArray::number(seq);
    return R"({"type":"message","room":"id-general","seq":)" + number + R"(,"n":)" + number + R"(,"id":"m)" + number +
           R"(","userId":")" + userId + R"(","username":"x","text":"text )" + number +
           R"(","timestamp":1774000000000,"nonce":")" + nonce + R"("})";
}

/// The same as an entry of a history.
inline QByteArray state(int seq, const QByteArray& userId, const QByteArray& nonce)
{
    const QByteArray number = QByteArray::number(seq);
    return R"({"seq":)" + number + R"(,"n":)" + number + R"(,"id":"m)" + number + R"(","userId":")" + userId +
           R"(","username":"x","text":"text )" + number + R"(","timestamp":1774000000000,"nonce":")" + nonce +
           R"(","rev":)" + number + "}";
}

// Events of bob that change a message of general's.
inline QByteArray edited(int seq, const QByteArray& id, const QByteArray& text)
{
    return R"({"type":"edited","room":"id-general","seq":)" + QByteArray::number(seq) + R"(,"n":2,"id":")" + id +
           R"(","userId":")" + bobId + R"(","text":")" + text + R"(","timestamp":1774000005000,"nonce":"e-1"})";
}

inline QByteArray deleted(int seq, const QByteArray& id)
{
    return R"({"type":"deleted","room":"id-general","seq":)" + QByteArray::number(seq) + R"(,"n":2,"id":")" + id +
           R"(","userId":")" + bobId + R"(","timestamp":1774000005000,"nonce":"d-1"})";
}

/// A `joined` of general's; `rest` are its last fields, from the comma on.
inline QByteArray joined(int head, const QByteArray& rest, const QByteArray& log = logA)
{
    const QByteArray number = QByteArray::number(head);
    return R"({"type":"joined","room":"id-general","log":")" + log + R"(","name":"general","topic":"","head":)" +
           number + R"(,"n":)" + number + R"(,"read":0,"users":[],"userCount":0)" + rest + "}";
}

inline QByteArray welcome(const QByteArray& rooms = {}, const QByteArray& userId = annId)
{
    return R"({"type":"welcome","protocol":2,"server":"parlanced/0.2.0","serverName":"Parlance","userId":")" + userId +
           R"(","username":"ann","token":"token-1","capabilities":[],"limits":{"text":2000,"frame":65536,"rooms":100,)"
           R"("messages":20,"messagesWindow":10000,"name":32,"room":64,"topic":300},"heartbeat":20000,"rooms":[)" +
           rooms + R"(],"ref":"1"})";
}

inline QByteArray membership(int head, const QByteArray& log = logA, const QByteArray& name = "general")
{
    const QByteArray number = QByteArray::number(head);
    return R"({"room":"id-)" + name + R"(","log":")" + log + R"(","name":")" + name + R"(","topic":"","head":)" +
           number + R"(,"n":)" + number + R"(,"read":0})";
}

/// A client, and everything that a test holds in its hands: the line, the time and chance.
struct Conversation {
    ManualClock clock;
    DeadlineWheel wheel{clock};
    ScriptedTransport line;
    double random = 0.999;
    int nonces = 0;
    client::Client client;

    explicit Conversation(client::Cache* cache = nullptr)
        : client(line, wheel,
                 {{BackOff::defaultCeiling, [this] { return random; }},
                  [this] { return Nonce("nonce-" + QByteArray::number(++nonces)); },
                  cache})
    {}

    void pass(qint64 milliseconds) { advance(clock, wheel, milliseconds); }

    void start()
    {
        client::Login login;
        login.url = QUrl(QStringLiteral("ws://server/ws"));
        login.client = QStringLiteral("test/1");
        login.name = *UserName::parse(u"ann");
        client.connection().start(login);
    }

    /// Greeted, as ann, without a room.
    void greet()
    {
        start();
        line.opens();
        line.takeSent();
        line.inject(welcome());
    }

    /// Online and live in general, which has `head` messages, all in the window.
    void joinGeneral(int head)
    {
        greet();
        client.join(roomName("general"));
        line.takeSent();
        QByteArray history;
        for (int seq = 1; seq <= head; ++seq)
            history += (seq > 1 ? "," : "") + state(seq, bobId, "b-" + QByteArray::number(seq));
        line.inject(joined(head, R"(,"history":[)" + history + R"(],"ref":"2")"));
    }

    /// Through the wait and the greeting, up to the joins, which the test goes on with.
    void comeBack(const QByteArray& rooms)
    {
        pass(*client.connection().retryIn() + DeadlineWheel::slotLength);
        line.opens();
        line.takeSent();
        line.inject(welcome(rooms));
    }

    client::Phase phase() const { return client.connection().phase(); }
    const client::RoomState& general() const { return *client.state().room(roomId("general")); }
};

} // namespace parlance::test
