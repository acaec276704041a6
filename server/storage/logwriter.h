#pragma once

#include "base/result.h"
#include "storage/people.h"
#include "storage/roomtable.h"

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

    void saveMember(const RoomName& room, const MemberRecord& member);
    void removeMember(const RoomName& room, const UserId& user);
    void saveName(const UserId& user, const UserName& name);
    void saveSeen(const UserId& user, qint64 when);

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
    std::vector<RoomName> m_newRooms; // stored since the last commit
    Statement m_repeated;
    Statement m_message;
    Statement m_append;
    Statement m_edit;
    Statement m_delete;
};

} // namespace parlance
