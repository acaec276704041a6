#pragma once

#include "protocol/cost/countingstore.h"
#include "support/roomcalled.h"
#include "support/servercore.h"

namespace parlance::test {

/// What is done to a server to take its defences away.
struct Weakness {
    ServerCore::Around store;              ///< stands between the server and the store that counts
    ServerCore::AroundAudiences audiences; ///< stands between the dialects and the connections
    bool unlimitedMessages = false;
};

/// A server as full as one gets: filled directly, because to join ten thousand people by sockets would take minutes.
///
///     hall      10,000 members, each with a name of their own
///     crowd     10,000 members, all called "a"
///     closed    the same, and nobody has it open
///     graves    120 messages, and behind them 40,000 that were deleted
///     mine N    made by the asker N
///     room N    15,000 of them; the askers are members of the first 7,000
///
/// The askers share one address, and there are as many as it takes to use up what an address may do.
struct FullServer {
    static constexpr int members = 10'000;
    static constexpr int rooms = 15'000;
    static constexpr int memberships = 7'000;
    static constexpr int graves = 40'000;
    static constexpr int askers = RateLimiter::addressShare;

    explicit FullServer(const Weakness& weakness = {});

    /// One more connection of an asker, in no room yet.
    TestPeer& connectAsker(int number = 0);

    /// One more connection from the askers' address, of nobody yet.
    TestPeer& connectNearAsker();

    /// Fills in a frame of cases.h for the asker `which`. `own` is a message of that asker's in crowd; where one is
    /// needed and it is empty, the first asker posts one. MINE is the room that the asker made.
    QByteArray filledIn(QByteArray frame, int which = 0, const QByteArray& own = {});

    /// Posts a message in crowd and returns its id.
    QByteArray post(TestPeer& author);

    /// How often names were looked up in hall and crowd.
    qint64 lookups();

    StoreBill bill;
    ServerCore core;
    QByteArray hall; ///< the log of that room
    TestPeer& asker; ///< the first, in hall and crowd
    TestPeer& other; ///< somebody at another address, in these rooms, too

  private:
    TestPeer& filled();
    void enrol(const RoomId& room);
    QByteArray tokenOf(int which);
    void fillHalls();
    void fillGraves();
    void fillRooms();
    void append(const RoomId& room, const UserId& author, const QByteArray& nonce, decltype(NewEvent::what) what);

    int m_filledIn = 0;
    int m_posted = 0;
    int m_left = 0; // rooms that an asker was to leave
};

inline RoomId roomNamed(const QString& name)
{
    return RoomId(name.toUtf8());
}

} // namespace parlance::test
