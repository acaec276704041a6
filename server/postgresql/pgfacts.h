#pragma once

#include "domain/decision.h"
#include "postgresql/pgconnection.h"

#include <map>
#include <set>
#include <span>

namespace parlance {

/// A room's row, locked by the transaction.
struct PgRoom {
    qint64 number = 0;
    LogId log;
    RoomName name;
    UserId maker; ///< empty: unknown
    qint64 head = 0;
    qint64 n = 0;
    QString topic;
    qint64 lastTime = 0; ///< of any event, ms since 1970
    std::optional<qint64> lastMessage;
};

/// The facts that decide() needs for a run of events, gathered for all of them at once, and kept up with what the
/// events change. Used within one transaction, in which their rooms stay locked.
class PgFacts {
  public:
    /// A message that events may change. By the rows' places.
    struct Target {
        qint64 place = 0;
        qint64 text = 0; ///< of the event that has its text
        UserId author;
        bool isDeleted = false;
    };

    /// Queues the statement that locks the rooms of these events, in the order of their numbers, so that nodes never
    /// wait for each other in a circle. To be the first of the transaction that locks anything, and for all its events.
    static void lock(PgConnection& connection, std::span<const NewEvent* const> events);

    /// Locks the rooms, too, where lock() has not; then looks up everything else, behind the lock, in one pipeline.
    static PgFacts gather(PgConnection& connection, std::span<const NewEvent* const> events);

    /// Null if there is no such room.
    PgRoom* room(const RoomId& room);

    /// PostgreSQL's clock, ms since 1970: the nodes' clocks do not matter.
    qint64 now() const { return m_now; }

    std::optional<Facts> of(const NewEvent& event);

    bool isMember(const PgRoom& room, const UserId& user) const { return m_members.contains({room.number, user}); }
    /// Whether a row of users says that the person has written before.
    bool hasWritten(const UserId& user) const { return m_writers.contains(user); }
    const Target& target(const MessageId& id) const { return m_targets.at(id); }

    /// The event will be written. The room has its new head already.
    void took(const NewEvent& event, const DurableEvent& made);

  private:
    using NonceKey = std::tuple<RoomId, UserId, Nonce>;

    void readRooms(PgRows rows);
    void readBefore(PgRows rows);
    void readTargets(PgRows rows);
    void readMembers(PgRows rows);
    void readWriters(PgRows rows);
    void readNames(PgRows rows);

    qint64 m_now = 0;
    std::map<RoomId, PgRoom> m_rooms;
    std::map<NonceKey, DurableEvent> m_before;
    std::map<MessageId, Target> m_targets;
    std::set<std::pair<qint64, UserId>> m_members; // by the room's number
    std::set<UserId> m_writers;
    std::map<QByteArray, RoomId> m_names; // by directoryKey()
};

} // namespace parlance
