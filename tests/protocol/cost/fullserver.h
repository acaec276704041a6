#pragma once

#include "protocol/cost/countingstore.h"
#include "support/servercore.h"

namespace parlance::test {

/// A server as full as one gets: filled directly, because to join ten thousand people by sockets would take minutes.
///
///     hall      10,000 members, each with a name of their own
///     crowd     10,000 members, all called "a"
///     closed    the same, and nobody has it open
///     graves    120 messages, and behind them 40,000 that were deleted
///     room N    15,000 of them; the asker is a member of the first 7,000
struct FullServer {
    static constexpr int members = 10'000;
    static constexpr int rooms = 15'000;
    static constexpr int memberships = 7'000;
    static constexpr int graves = 40'000;

    /// `around`: what stands between the server and the store that counts; a defence that is taken away.
    explicit FullServer(const ServerCore::Around& around = {});

    /// One more connection of the one who is a member of everything.
    TestPeer& connectAsker();

    StoreBill bill;
    ServerCore core;
    QByteArray token; ///< the asker's
    QByteArray hall;  ///< the log of that room
    TestPeer& asker;  ///< in hall and crowd
    TestPeer& other;  ///< somebody else, who is there, too

  private:
    TestPeer& filled();
    void fillHalls();
    void fillGraves();
    void fillRooms();
    void append(const RoomName& room, const UserId& author, const QByteArray& nonce, decltype(NewEvent::what) what);
};

inline RoomName roomNamed(const QString& name)
{
    return *RoomName::parse(name);
}

} // namespace parlance::test
