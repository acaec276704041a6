#pragma once

#include "ports/accounts.h"
#include "postgresql/pgeventrows.h"
#include "postgresql/pgnodes.h"
#include "postgresql/pgnotices.h"
#include "postgresql/pgpeople.h"
#include "postgresql/pgrooms.h"

namespace parlance {

/// Writes one batch of calls as one transaction. Used by one thread, and made anew for each batch and each attempt, so
/// that nothing in here outlives a transaction that was lost.
///
/// After an error of the connection all answers are worth nothing.
class PgWriter {
  public:
    /// `node`: see PgNotices. `level`: see LiveNodes.
    PgWriter(PgConnection& connection, const NodeId& node, int level)
        : m_connection(connection)
        , m_level(level)
        , m_notices(node)
        , m_people(connection)
        , m_rooms(connection)
        , m_rows(level)
    {}

    /// Locks the rooms of all events of the batch. To be called before anything else, where other calls stand between
    /// the events: expect() alone would lock the rooms in the order of the calls.
    void lock(std::span<const NewEvent* const> events);
    /// Gathers the facts for these events. append() is to be called for each of them next, in this order.
    void expect(std::span<const NewEvent* const> events);
    /// See Store::append. expect() has been told of the event.
    Result<Appended> append(const NewEvent& event);

    // As in a LogWriter. What is read sees what was written before, and begins no transaction.
    Result<RoomRecord> openRoom(const RoomId& room) { return read().openRoom(room); }
    Result<RoomId> roomNamed(const RoomName& name) { return read().named(name); }
    Result<RoomId> makeRoom(const NewRoom& room);
    RoomSizes roomSizes(const RoomQuery& query) { return read().sizes(query); }
    /// To be all of its transaction.
    Result<RoomSize> deleteRoom(const RoomId& room);
    IdentityRecord identity(const UserId& user);
    Result<MembershipSlice> memberships(const UserId& user, const RoomId& after);
    Result<Membership> membership(const UserId& user, const RoomId& room);
    void saveMember(const RoomId& room, const MemberRecord& member, const QString& address);
    void moveRead(const RoomId& room, const UserId& user, qint64 n);
    void removeMember(const RoomId& room, const UserId& user);
    void saveName(const UserId& user, const UserName& name, const QString& address);
    void saveSeen(const UserId& user, qint64 when);
    /// See Accounts. To be all of its transaction where it writes.
    Result<Nothing> withAccounts(BookAccess access, const AccountWork& work);
    /// To be all of its transaction.
    LiveNodes renewNode(const NodeRecord& self);
    void resignNode(const NodeId& node);

    /// Whether anything was to be written.
    bool hasWritten() const { return m_isOpen; }
    /// Whether other nodes have something to learn.
    bool hasPosted() const { return m_notices.hasPosted(); }

    /// Whether a room has ended: its events are left.
    bool hasLeftovers() const { return m_hasLeftovers; }

    /// How many rows of this batch may be strangers'; an upper bound.
    int strangers() const { return m_strangers; }

    /// True if all is on the disk, and when there was nothing to write. After false nobody may know: see
    /// PgConnection::failure().
    bool commit();

  private:
    void begin();
    void flushEvents();
    void flush();
    PgRooms& read();

    PgConnection& m_connection;
    const int m_level;
    PgNotices m_notices;
    PgPeople m_people;
    PgRooms m_rooms;
    bool m_isOpen = false; // the transaction
    std::optional<PgFacts> m_facts;
    PgEventRows m_rows;
    // Nothing in the batch depends on these, so they are written at its end.
    ReadMarks m_marks;
    std::map<UserId, qint64> m_seen;
    int m_strangers = 0;
    bool m_hasLeftovers = false;
};

} // namespace parlance
