#pragma once

#include "domain/rooms.h"
#include "ports/peoplefollower.h"
#include "ports/sessionid.h"
#include "session/subscriptions.h"

#include <map>

namespace parlance {

/// Which connection is in which room, as one thing: the room stays in memory, the connection hears of it, and its
/// person is present. A connection arrives (what is logged is held for it while the store is asked for the past),
/// enters (the others see it), goes live behind its reply, and leaves.
///
/// Single-threaded. Owned by app/; the handlers are told of rooms and connections by this alone.
class Attendance {
  public:
    explicit Attendance(Subscriptions& subscriptions)
        : m_subscriptions(subscriptions)
    {}

    /// From now on what is logged is held for the connection, also where it was live in the room before.
    void arrive(Session& session, RoomPin room);

    /// Its person is present under that name, unless they are already. It has arrived before.
    void enter(const Session& session, const RoomId& room, const QString& name);

    /// What was held behind `head` is written to it, and then everything as it comes.
    void goLive(const Session& session, const RoomId& room, qint64 head);

    /// It hears of the room no more and is not present by this connection. No effect if it has not arrived.
    void leave(const Session& session, const RoomId& room);

    /// Whether it has arrived and not left since.
    bool hasArrived(const Session& session, const RoomId& room) const;

    /// Whether it has entered.
    bool isIn(SessionId session, const RoomId& room) const { return this->room(session, room) != nullptr; }

    /// The room that it has entered; null for others.
    Room* room(SessionId session, const RoomId& room) const;

    /// Those that it has entered.
    std::vector<Room*> roomsOf(SessionId session) const;

    /// Those at which it has arrived.
    std::vector<RoomId> arrivalsOf(SessionId session) const;

    /// Who is to hear of all this besides the room; null where there are no other nodes. To be set before anybody
    /// enters a room.
    void setFollower(PeopleFollower* follower) { m_follower = follower; }
    PeopleFollower* follower() const { return m_follower; }

  private:
    struct Stay {
        RoomPin room;
        bool isPresent = false;
    };

    const Stay* find(SessionId session, const RoomId& room) const;

    Subscriptions& m_subscriptions;
    PeopleFollower* m_follower = nullptr;
    std::map<SessionId, std::map<RoomId, Stay>> m_stays;
};

} // namespace parlance
