#pragma once

#include "base/result.h"
#include "domain/decision.h"
#include "ports/accounts.h"
#include "storage/accounttables.h"
#include "storage/directorytable.h"
#include "storage/people.h"
#include "storage/roomtable.h"
#include "storage/sqlitesession.h"

#include <utility>

namespace parlance {

/// Decides what becomes of the events, and writes: the one writer of the database. What is done between two commits is
/// one transaction; it begins with the first call that writes. Used by one thread.
///
/// After an error of the database all answers since the last commit are worth nothing.
class LogWriter {
  public:
    explicit LogWriter(Database& database);

    /// From now on new events and rooms are refused with this error, and what deleted rooms have left stays. Repeats
    /// and reading are not refused.
    void refuseNew(std::optional<Error> error) { m_refusal = std::move(error); }

    /// See Store::append.
    Result<Appended> append(const NewEvent& event);

    Result<RoomRecord> openRoom(const RoomId& room);
    Result<RoomId> roomNamed(const RoomName& name);
    Result<RoomId> makeRoom(const NewRoom& room);
    IdentityRecord identity(const UserId& user);
    Result<MembershipSlice> memberships(const UserId& user, const RoomId& after);
    Result<Membership> membership(const UserId& user, const RoomId& room);

    void saveMember(const RoomId& room, const MemberRecord& member, const QString& address);
    void moveRead(const RoomId& room, const UserId& user, qint64 n);
    void removeMember(const RoomId& room, const UserId& user);
    void saveName(const UserId& user, const UserName& name, const QString& address);
    void saveSeen(const UserId& user, qint64 when);

    /// See Store. To be all of its transaction.
    Result<RoomSize> deleteRoom(const RoomId& room);

    /// See Accounts. To be all of its transaction where it writes.
    Result<Nothing> withAccounts(BookAccess access, const AccountWork& work);

    RoomSizes roomSizes(const RoomQuery& query);

    /// Whether deleted rooms have left events, or strangers have made too much.
    bool hasLeftovers();
    /// Takes some of it away, so that nobody waits long for a large room. False if there is nothing.
    bool sweep();
    /// Whether texts were blanked since the last call: the write-ahead log holds them still.
    bool takeBlanked() { return std::exchange(m_hasBlanked, false); }

    /// What strangers had made and lost since the last call. Counts once it is committed.
    Swept takeSwept() { return std::exchange(m_swept, {}); }

    /// True if all since the last commit is on the disk, and when there was nothing to write. After false either
    /// rollBack() or the end of the program.
    bool commit();
    void rollBack();

  private:
    /// Where an event goes. By the rows' numbers.
    struct Entry {
        qint64 room = 0;
        qint64 author = 0;
        qint64 target = 0; ///< the place of the message that is changed
        qint64 text = 0;   ///< the place of the event that has its text
    };

    void begin();
    RoomSize sizeOf(const RoomId& id, const RoomTable::Row& room);
    void reload();
    bool sweepSurplus();
    bool sweepDeleted();
    Facts factsOf(const NewEvent& event, const RoomTable::Row& room, Entry& entry);
    std::optional<DurableEvent> madeBefore(const NewEvent& event, const Entry& entry);
    std::optional<Facts::Target> target(const MessageId& id, Entry& entry);
    void insert(const NewEvent& event, const DurableEvent& made, Entry entry);
    void write(const Entry& entry, const MessagePosted& message);
    void write(const Entry& entry, const MessageEdited& edit);
    void write(const Entry& entry, const MessageDeleted& deletion);
    void write(const Entry& entry, const TopicChanged& topic);
    void write(const Entry& entry, const RoomChanged& change);
    void blank(const Entry& entry);

    Database& m_database;
    RoomTable m_rooms;
    DirectoryTable m_directory;
    People m_people;
    SqliteSession m_session;
    AccountTables m_accounts;
    std::optional<Error> m_refusal;
    Surplus<qint64, qint64> m_emptyRooms{mostEmptyRooms}; // (room, 0)
    Swept m_swept;
    bool m_hasBlanked = false;
    Statement m_repeated;
    Statement m_message;
    Statement m_append;
    Statement m_edit;
    Statement m_delete;
    Statement m_hide;
    Statement m_blank;
    Statement m_end;
    Statement m_leftover;
    Statement m_lastLeftover;
    Statement m_sweepEvents;
    Statement m_sweepChanges;
    Statement m_allSwept;
    Statement m_empty;
};

} // namespace parlance
