#pragma once

#include "protocol/cost/fullserver.h"
#include "support/passingstore.h"

#include <algorithm>
#include <map>
#include <memory>

namespace parlance::test {

/// A store without its defences: it gives more than it was asked for, and looks a membership up among all members.
class Undefended final : public PassingStore {
  public:
    using PassingStore::PassingStore;

    void identity(const UserId& user, Done<IdentityRecord> done) override
    {
        PassingStore::identity(user, [this, user, done = std::move(done)](Result<IdentityRecord> record) mutable {
            addMore(user, std::make_shared<IdentityRecord>(*std::move(record)), std::move(done));
        });
    }
    void eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count,
                     Done<EventSlice> done) override
    {
        PassingStore::eventsAfter(reader, room, since, excess * count, std::move(done));
    }
    void messages(const UserId& reader, const RoomId& room, const MessageQuery& query, Done<MessageSlice> done) override
    {
        MessageQuery more = query;
        more.limit *= excess;
        PassingStore::messages(reader, room, more, std::move(done));
    }
    void memberships(const UserId& user, const RoomId& after, Done<MembershipSlice> done) override
    {
        PassingStore::memberships(user, after, [this, user, done = std::move(done)](auto slice) mutable {
            auto record = std::make_shared<IdentityRecord>();
            record->memberships = *std::move(slice);
            addMore(user, record, [done = std::move(done)](Result<IdentityRecord> all) mutable {
                done(std::move(all->memberships));
            });
        });
    }
    void rooms(const RoomQuery& query, Done<RoomSlice> done) override
    {
        RoomQuery all = query;
        all.contains.clear();
        all.limit *= excess;
        PassingStore::rooms(all, std::move(done));
    }
    void membership(const UserId& user, const RoomId& room, Done<Membership> done) override
    {
        openRoom(room, [user, done = std::move(done)](Result<RoomRecord> record) mutable {
            for (const MemberRecord& member : record->members) {
                if (member.user == user)
                    return done(Membership{.room = record->room,
                                           .log = record->log,
                                           .name = record->name,
                                           .topic = record->topic,
                                           .role = roleOf(record->maker == user),
                                           .head = record->head,
                                           .n = record->n,
                                           .read = member.read});
            }
            done(Error{ErrorCode::NotJoined, {}, {}});
        });
    }

  private:
    static constexpr int excess = 3;

    void addMore(const UserId& user, const std::shared_ptr<IdentityRecord>& record, Done<IdentityRecord> done)
    {
        if (!std::exchange(record->memberships.more, false))
            return done(std::move(*record));
        PassingStore::memberships(user, record->memberships.rooms.back().room,
                                  [record, done = std::move(done)](Result<MembershipSlice> slice) mutable {
                                      std::ranges::move(slice->rooms, std::back_inserter(record->memberships.rooms));
                                      record->memberships.more = slice->more;
                                      done(std::move(*record));
                                  });
    }
};

/// Says of what plain clients are told that it weighs nothing, so that presence in a room is never slowed down.
class Weightless final : public Audiences {
  public:
    explicit Weightless(Audiences& hub)
        : m_hub(hub)
    {}

    qint64 tell(const RoomId& room, Session::Kind dialect, const Announcement& what,
                const std::function<QByteArray()>& encode) override
    {
        m_hub.tell(room, dialect, what, encode);
        return 0;
    }

  private:
    Audiences& m_hub;
};

/// Without all of these, and without a limit on messages.
inline Weakness undefended()
{
    return {[](std::unique_ptr<Store> store) { return std::make_unique<Undefended>(std::move(store)); },
            [](Audiences& hub) { return std::make_unique<Weightless>(hub); }, true};
}

/// Tells full clients the whole list of who is present in place of what has changed.
class WholeLists final : public Audiences {
  public:
    explicit WholeLists(Audiences& hub)
        : m_hub(hub)
    {}

    qint64 tell(const RoomId& room, Session::Kind dialect, const Announcement& what,
                const std::function<QByteArray()>& encode) override
    {
        if (dialect != Session::Kind::Full || what.kind != Batch::Kind::Presence)
            return m_hub.tell(room, dialect, what, encode);
        const FullEvent told = *decodeFullEvent(encode());
        const auto& change = std::get<PresenceChanged>(told);
        std::map<UserId, QString>& present = m_present[room];
        for (const UserId& user : change.left)
            present.erase(user);
        for (const Present& person : change.joined)
            present.insert_or_assign(person.id, person.username);
        PresenceChanged whole{room, {}, {}, change.userCount};
        for (const auto& [user, name] : present) {
            if (change.userCount <= limits::crowd)
                whole.joined.push_back({user, name});
        }
        return m_hub.tell(room, dialect, what, [&whole] { return parlance::encode(whole); });
    }

  private:
    Audiences& m_hub;
    std::map<RoomId, std::map<UserId, QString>> m_present; // as told
};

} // namespace parlance::test
