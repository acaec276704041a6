#pragma once

#include "base/handover.h"
#include "ports/store.h"
#include "storage/accounttables.h"
#include "storage/directorykey.h"
#include "storage/memorylog.h"
#include "storage/sqlitesession.h"
#include "storage/surplus.h"

#include <map>
#include <set>

namespace parlance {

/// Everything in memory, gone when the program ends: every start has new logs. Answers by a queued call, so
/// that nothing can come to rely on an answer within the call. Single-threaded.
class MemoryStore final : public Store, private PersonRows {
  public:
    /// `wake` must make deliver() be called soon, but not from within itself.
    explicit MemoryStore(std::function<void()> wake);

    /// Calls the callbacks of what was done since the last time.
    void deliver();

    void append(NewEvent event, Done<Appended> done) override;
    void openRoom(const RoomId& room, Done<RoomRecord> done) override;
    void roomNamed(const RoomName& name, Done<RoomId> done) override;
    void makeRoom(const NewRoom& room, Done<RoomId> done) override;
    void eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count,
                     Done<EventSlice> done) override;
    void messages(const UserId& reader, const RoomId& room, const MessageQuery& query,
                  Done<MessageSlice> done) override;
    void missedEvents(const RoomId& room, qint64 since, qint64 count, Done<EventSlice> done) override;
    void headsOf(const std::vector<RoomId>& rooms, Done<std::vector<RoomHead>> done) override;
    void rooms(const RoomQuery& query, Done<RoomSlice> done) override;
    void identity(const UserId& user, Done<IdentityRecord> done) override;
    void memberships(const UserId& user, const RoomId& after, Done<MembershipSlice> done) override;
    void membership(const UserId& user, const RoomId& room, Done<Membership> done) override;
    void roomSizes(const RoomQuery& query, Done<RoomSizes> done) override;
    void deleteRoom(const RoomId& room, Done<RoomSize> done) override;
    StoreState state() const override { return {m_waiting, 0, 0, {}}; }
    void saveMember(const RoomId& room, const MemberRecord& member, const QString& address) override;
    void moveRead(const RoomId& room, const UserId& user, qint64 n) override;
    void removeMember(const RoomId& room, const UserId& user) override;
    void saveName(const UserId& user, const UserName& name, const QString& address, Done<Nothing> done) override;
    void saveSeen(const UserId& user, qint64 when) override;
    void withAccounts(BookAccess access, AccountWork work, Done<Nothing> done) override;
    void onSwept(std::function<void(const Swept&)> swept) override { m_swept = std::move(swept); }

  private:
    template <class T>
    void answer(Done<T> done, Result<T> result);
    MemoryLog* find(const RoomId& room);
    RoomSlice page(const RoomQuery& query) const;

    struct Known {
        QString name;
        qint64 lastSeen = 0;
        bool isSilent = true; // has never written
        QString address;      // of a silent one
        std::set<RoomId> rooms;
    };
    std::optional<RoomId> named(const RoomName& name) const;
    RoomRecord recordOf(const RoomId& room, const MemoryLog& log) const;
    Known& known(const UserId& user, const QString& name, const QString& address);
    void wrote(const UserId& user, const QString& name);
    void leave(const RoomId& room, const UserId& user);
    void empty(const RoomId& room, const MemoryLog& log);
    void sweep();
    IdentityRecord identity(const UserId& user) override;
    std::optional<QString> nameOf(const UserId& user) override;
    void keep(const UserId& user, const QString& name) override;
    MembershipSlice membershipsOf(const UserId& user, const std::optional<RoomId>& after);

    std::map<RoomId, MemoryLog> m_rooms;
    std::map<QByteArray, RoomId> m_directory; // by directoryKey()
    std::unordered_map<UserId, Known> m_known;
    Surplus<UserId, RoomId> m_silent{mostSilentMemberships};
    Surplus<RoomId, int> m_emptyRooms{mostEmptyRooms};
    std::function<void(const Swept&)> m_swept;
    Database m_database; // of the accounts; in memory, too
    SqliteSession m_session{m_database};
    AccountTables m_accounts{m_session, *this};
    HandOver<Callback<void()>> m_answers;
    qint64 m_waiting = 0;
};

} // namespace parlance
