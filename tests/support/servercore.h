#pragma once

#include "auth/accountcredentials.h"
#include "auth/accountfactors.h"
#include "auth/guestauthenticator.h"
#include "command/dispatcher.h"
#include "dialects/dialects.h"
#include "storage/memorystore.h"
#include "support/manualclock.h"
#include "support/where.h"

#include <atomic>
#include <deque>
#include <map>
#include <memory>

namespace parlance::test {

class TestPeer;

/// A whole server without a socket: everything between Link and Store, on a manual clock. Answers of the store wait
/// until settle(), so that a test decides what happens in the meantime.
class ServerCore {
  public:
    /// Puts something around the store.
    using Around = std::function<std::unique_ptr<Store>(std::unique_ptr<Store>)>;

    /// Makes what stands between the dialects and the hub, and tells it.
    using AroundAudiences = std::function<std::unique_ptr<Audiences>(Audiences& hub)>;

    explicit ServerCore(ServerFacts serverFacts = {}, const QString& password = {}, const Around& around = {},
                        const AroundAudiences& aroundHub = {});
    ~ServerCore();

    /// A new connection, which lives as long as the core.
    TestPeer& connect(const QString& address = QStringLiteral("192.0.2.1"));

    /// Hands over a Link of the caller's making.
    void add(std::unique_ptr<Link> link) { hub.add(std::move(link)); }

    /// Lets everything happen that needs no time.
    void settle();

    /// As settle(), once a password has been hashed that is asked for.
    void settleHashing();

    /// Lets time pass, and what becomes due with it.
    void pass(qint64 milliseconds);

    /// The id of the room that last had this name when a peer was told of one, or that is in memory under it; empty if
    /// there is none.
    RoomId room(const QByteArray& name) const;

    /// The text with the id of the room in place of each "#name" of a room that room() knows.
    QByteArray withIds(const QByteArray& text) const;

    /// To be called once by settle(), later.
    void later(std::function<void()> call) { m_later.push_back(std::move(call)); }

  private:
    friend class TestLink;
    void told(const QByteArray& frame);

    std::atomic<bool> m_hashed = false; // set by the thread that hashes
    std::map<QByteArray, RoomId> m_named;
    std::vector<std::unique_ptr<TestPeer>> m_peers; // above what holds their links

  public:
    ManualClock clock;
    DeadlineWheel wheel{clock};
    GuestAuthenticator authenticator;
    ServerFacts facts;
    Hub hub;
    MemoryStore* memory = nullptr; ///< inside the store
    std::unique_ptr<Store> store;
    std::unique_ptr<Audiences> audiences; ///< null where the dialects write to the hub itself
    Dialects dialects;
    Rooms rooms;
    Identities identities;
    Attendance attendance{hub.subscriptions()};
    RateLimiter rates{clock};
    Tries tries{clock};
    AccountFactors factors;
    PendingFactors pending;
    DeviceUses uses{*store, wheel};
    AccountCredentials credentials;
    Services services;
    Dispatcher dispatcher;

  private:
    bool m_storeAnswers = false;
    std::deque<std::function<void()>> m_later;
};

/// A client that a test plays: it injects frames and expects others, so that a test reads as a transcript.
/// Patterns are those of frames.h. In what is injected and in patterns, "#general" is the id of the room of that name.
class TestPeer {
  public:
    using Where = test::Where;

    explicit TestPeer(ServerCore& core)
        : m_core(core)
    {}

    /// The client sends a frame. Several in a row arrive as if in one write.
    void inject(const QByteArray& frame);

    /// The next frame that the server sends is like this. Returns it.
    QByteArray expect(const QByteArray& pattern, Where where = Where::current());

    /// The next frames are like these, in whatever order.
    void expectAnyOrder(std::vector<QByteArray> patterns, Where where = Where::current());

    /// Nothing has come that was not expected.
    void expectNothing(Where where = Where::current());

    /// Everything that has come and was not expected, oldest first.
    std::vector<QByteArray> take();

    /// It takes all that the link claims to hold.
    void drain();

    /// The client goes away without a word.
    void vanish();

    /// join, as a plain client does, and its reply.
    QByteArray joinPlain(const QByteArray& name, const QByteArray& room, Where where = Where::current());

    /// hello and join, as a full client does, and their replies. Returns the welcome.
    QByteArray enter(const QByteArray& name, const QByteArray& room, Where where = Where::current());

    // What the server did to the connection.
    std::optional<CloseCode> closedWith;
    bool paused = false;
    qint64 backlog = 0; ///< what the link claims

  private:
    friend class ServerCore;
    friend class TestLink;

    ServerCore& m_core;
    LinkObserver* m_observer = nullptr; // null once gone
    std::deque<QByteArray> m_received;
};

} // namespace parlance::test
