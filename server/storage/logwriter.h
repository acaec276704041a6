#pragma once

#include "base/result.h"
#include "storage/people.h"
#include "storage/roomtable.h"

#include <functional>

namespace parlance {

/// Decides what becomes of the events, and writes: the one writer of the database. What is done between two commits is
/// one transaction; it begins with the first call that writes. Used by one thread.
///
/// After an error of the database all answers since the last commit are worth nothing.
class LogWriter {
  public:
    explicit LogWriter(Database& database);

    /// From now on new events are refused with this error, repeats and reading are not.
    void refuseNew(std::optional<Error> error) { m_refusal = std::move(error); }

    /// See Store::append for the order of the decisions.
    Result<Appended> append(const NewEvent& event);

    Result<RoomRecord> openRoom(const RoomName& name, bool create);
    RoomSlice rooms(const RoomQuery& query);
    IdentityRecord identity(const UserId& user);
    Result<MembershipSlice> memberships(const UserId& user, const RoomName& after);
    Result<Membership> membership(const UserId& user, const RoomName& room);

    void saveMember(const RoomName& room, const MemberRecord& member, const QString& address);
    void moveRead(const RoomName& room, const UserId& user, qint64 n);
    void removeMember(const RoomName& room, const UserId& user);
    void saveName(const UserId& user, const UserName& name);
    void saveSeen(const UserId& user, qint64 when);

    // See Store. Each is to be all of its transaction.
    Result<RoomSize> deleteRoom(const RoomName& name);
    Result<RoomSize> renameRoom(const RoomName& name, const RoomName& to);

    RoomSizes roomSizes(const RoomQuery& query);
    bool wasEnded(const LogId& log);

    /// Whether deleted rooms have left events.
    bool hasLeftovers();
    /// Takes some of the events away that deleted rooms have left, so that nobody waits long for a large room. False if
    /// there are none.
    bool sweep();

    /// True if all since the last commit is on the disk, and when there was nothing to write. After false either
    /// rollBack() or the end of the program.
    bool commit();
    void rollBack();

  private:
    /// Where an event goes.
    struct Entry {
        const NewEvent& event;
        RoomTable::Row& room; ///< its head, n and time are the event's already
        qint64 author;
        qint64 target; ///< the place of the message that is changed
    };

    void begin();
    std::optional<LogId> logOf(const RoomName& name);
    bool isStale(const NewEvent& event, const RoomTable::Row* room);
    RoomSize sizeOf(const RoomName& name);
    void moveNewcomers(const RoomName& room, const std::optional<RoomName>& to, const LogId& log);
    std::optional<Appended> appendedBefore(const NewEvent& event, qint64 room);
    /// The place of the message that the event changes.
    Result<qint64> targetOf(const NewEvent& event, const RoomTable::Row* room);
    void storeRoom(const RoomName& name, const LogId& log);
    DurableEvent insert(const NewEvent& event, qint64 target);
    DurableEvent write(const Entry& entry, const NewMessage& message);
    DurableEvent write(const Entry& entry, const NewEdit& edit);
    DurableEvent write(const Entry& entry, const NewDeletion& deletion);
    DurableEvent write(const Entry& entry, const NewTopic& topic);

    Database& m_database;
    Newcomers m_newcomers;
    RoomTable m_rooms;
    People m_people;
    std::optional<Error> m_refusal;
    std::vector<RoomName> m_newRooms;  // stored since the last commit
    std::function<void()> m_committed; // what follows from it for who stands in no table
    Statement m_repeated;
    Statement m_message;
    Statement m_append;
    Statement m_edit;
    Statement m_delete;
    Statement m_end;
    Statement m_ended;
    Statement m_leftover;
    Statement m_lastLeftover;
    Statement m_sweepEvents;
    Statement m_sweepChanges;
    Statement m_swept;
};

} // namespace parlance
