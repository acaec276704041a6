#pragma once

#include "ports/store.h"

namespace parlance::test {

/// Hands everything on. Whoever wants something else of a call overrides it.
class PassingStore : public Store {
  public:
    explicit PassingStore(std::unique_ptr<Store> store)
        : m_owned(std::move(store))
        , m_store(m_owned.get())
    {}
    /// To a store of somebody else's.
    explicit PassingStore(Store& store)
        : m_store(&store)
    {}

    void append(NewEvent event, Done<Appended> done) override { m_store->append(std::move(event), std::move(done)); }
    void openRoom(const RoomId& room, Done<RoomRecord> done) override { m_store->openRoom(room, std::move(done)); }
    void roomNamed(const RoomName& name, Done<RoomId> done) override { m_store->roomNamed(name, std::move(done)); }
    void makeRoom(const NewRoom& room, Done<RoomId> done) override { m_store->makeRoom(room, std::move(done)); }
    void eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count,
                     Done<EventSlice> done) override
    {
        m_store->eventsAfter(reader, room, since, count, std::move(done));
    }
    void messages(const UserId& reader, const RoomId& room, const MessageQuery& query, Done<MessageSlice> done) override
    {
        m_store->messages(reader, room, query, std::move(done));
    }
    void missedEvents(const RoomId& room, qint64 since, qint64 count, Done<EventSlice> done) override
    {
        m_store->missedEvents(room, since, count, std::move(done));
    }
    void headsOf(const std::vector<RoomId>& rooms, Done<std::vector<RoomHead>> done) override
    {
        m_store->headsOf(rooms, std::move(done));
    }
    void rooms(const RoomQuery& query, Done<RoomSlice> done) override { m_store->rooms(query, std::move(done)); }
    void identity(const UserId& user, Done<IdentityRecord> done) override { m_store->identity(user, std::move(done)); }
    void memberships(const UserId& user, const RoomId& after, Done<MembershipSlice> done) override
    {
        m_store->memberships(user, after, std::move(done));
    }
    void membership(const UserId& user, const RoomId& room, Done<Membership> done) override
    {
        m_store->membership(user, room, std::move(done));
    }
    void roomSizes(const RoomQuery& query, Done<RoomSizes> done) override
    {
        m_store->roomSizes(query, std::move(done));
    }
    void deleteRoom(const RoomId& room, Done<RoomSize> done) override { m_store->deleteRoom(room, std::move(done)); }
    StoreState state() const override { return m_store->state(); }
    void saveMember(const RoomId& room, const MemberRecord& member, const QString& address) override
    {
        m_store->saveMember(room, member, address);
    }
    void moveRead(const RoomId& room, const UserId& user, qint64 n) override { m_store->moveRead(room, user, n); }
    void removeMember(const RoomId& room, const UserId& user) override { m_store->removeMember(room, user); }
    void saveName(const UserId& user, const UserName& name, const QString& address, Done<Nothing> done) override
    {
        m_store->saveName(user, name, address, std::move(done));
    }
    void saveSeen(const UserId& user, qint64 when) override { m_store->saveSeen(user, when); }
    void withAccounts(BookAccess access, AccountWork work, Done<Nothing> done) override
    {
        m_store->withAccounts(access, std::move(work), std::move(done));
    }
    void onSwept(std::function<void(const Swept&)> swept) override { m_store->onSwept(std::move(swept)); }

  protected:
    Store& store() { return *m_store; }

  private:
    std::unique_ptr<Store> m_owned;
    Store* m_store;
};

} // namespace parlance::test
