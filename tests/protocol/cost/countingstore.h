#pragma once

#include "support/passingstore.h"

namespace parlance::test {

/// What a store was asked, and how much it gave.
struct StoreBill {
    qint64 calls = 0;
    qint64 rows = 0;  ///< events, messages, rooms, memberships and members in its answers
    qint64 loads = 0; ///< rooms with all of their members
};

/// Counts what the server asks of its store.
class CountingStore final : public PassingStore {
  public:
    CountingStore(std::unique_ptr<Store> store, StoreBill& bill)
        : PassingStore(std::move(store))
        , m_bill(bill)
    {}

    void append(NewEvent event, Done<Appended> done) override
    {
        ++m_bill.calls;
        PassingStore::append(std::move(event), std::move(done));
    }
    void openRoom(const RoomId& room, Done<RoomRecord> done) override
    {
        ++m_bill.loads;
        PassingStore::openRoom(
            room, counted(std::move(done), [](const RoomRecord& record) { return std::ssize(record.members); }));
    }
    void eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count,
                     Done<EventSlice> done) override
    {
        PassingStore::eventsAfter(reader, room, since, count, counted(std::move(done), [](const EventSlice& slice) {
                                      return std::ssize(slice.events);
                                  }));
    }
    void messages(const UserId& reader, const RoomId& room, const MessageQuery& query, Done<MessageSlice> done) override
    {
        PassingStore::messages(reader, room, query, counted(std::move(done), [](const MessageSlice& slice) {
                                   return std::ssize(slice.messages);
                               }));
    }
    void rooms(const RoomQuery& query, Done<RoomSlice> done) override
    {
        PassingStore::rooms(query,
                            counted(std::move(done), [](const RoomSlice& slice) { return std::ssize(slice.rooms); }));
    }
    void identity(const UserId& user, Done<IdentityRecord> done) override
    {
        PassingStore::identity(user, counted(std::move(done), [](const IdentityRecord& record) {
                                   return std::ssize(record.memberships.rooms);
                               }));
    }
    void withAccounts(BookAccess access, AccountWork work, Done<Nothing> done) override
    {
        PassingStore::withAccounts(access, std::move(work), counted(std::move(done), [](const Nothing&) { return 0; }));
    }
    void memberships(const UserId& user, const RoomId& after, Done<MembershipSlice> done) override
    {
        PassingStore::memberships(user, after, counted(std::move(done), [](const MembershipSlice& slice) {
                                      return std::ssize(slice.rooms);
                                  }));
    }
    void membership(const UserId& user, const RoomId& room, Done<Membership> done) override
    {
        PassingStore::membership(user, room, counted(std::move(done), [](const Membership&) { return qint64(1); }));
    }
    void roomNamed(const RoomName& name, Done<RoomId> done) override
    {
        ++m_bill.calls;
        PassingStore::roomNamed(name, std::move(done));
    }
    void makeRoom(const NewRoom& room, Done<RoomId> done) override
    {
        ++m_bill.calls;
        PassingStore::makeRoom(room, std::move(done));
    }
    void saveMember(const RoomId& room, const MemberRecord& member, const QString& address) override
    {
        ++m_bill.calls;
        PassingStore::saveMember(room, member, address);
    }
    void moveRead(const RoomId& room, const UserId& user, qint64 n) override
    {
        ++m_bill.calls;
        PassingStore::moveRead(room, user, n);
    }
    void removeMember(const RoomId& room, const UserId& user) override
    {
        ++m_bill.calls;
        PassingStore::removeMember(room, user);
    }
    void saveName(const UserId& user, const UserName& name, const QString& address, Done<Nothing> done) override
    {
        ++m_bill.calls;
        PassingStore::saveName(user, name, address, std::move(done));
    }
    void saveSeen(const UserId& user, qint64 when) override
    {
        ++m_bill.calls;
        PassingStore::saveSeen(user, when);
    }

  private:
    /// Counts the call now, and the rows of its answer when it comes.
    template <class T, class Rows>
    Done<T> counted(Done<T> done, Rows rows)
    {
        ++m_bill.calls;
        return [this, done = std::move(done), rows](Result<T> result) mutable {
            if (result)
                m_bill.rows += rows(*result);
            done(std::move(result));
        };
    }

    StoreBill& m_bill;
};

} // namespace parlance::test
