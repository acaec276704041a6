#pragma once

#include "ports/noticeboard.h"
#include "support/passingstore.h"

namespace parlance::test {

/// The notices of all nodes of a test.
struct Notices {
    std::vector<Notice> all;
};

/// One node's view of a store that several share, which writes the notices that PostgresqlStore would.
class NoticingStore final : public PassingStore, public NoticeBoard {
  public:
    NoticingStore(Store& store, Notices& notices, NodeId node)
        : PassingStore(store)
        , m_notices(notices)
        , m_node(std::move(node))
    {}

    void append(NewEvent event, Done<Appended> done) override
    {
        const bool enters = event.authorship == Authorship::Present;
        const QString name = event.authorName;
        const UserId user = event.author;
        PassingStore::append(
            std::move(event), [this, enters, name, user, done = std::move(done)](Result<Appended> appended) mutable {
                if (enters && appended && !appended->repeated)
                    post({{}, Notice::Kind::Entered, roomOf(appended->event), user, name, countOf(appended->event)});
                done(std::move(appended));
            });
    }
    void headsOf(const std::vector<RoomId>& rooms, Done<std::vector<RoomHead>> done) override
    {
        auto answered = [this, done = std::move(done)](Result<std::vector<RoomHead>> heads) mutable {
            if (isSlow)
                m_held.emplace_back(
                    [heads = std::move(heads), done = std::move(done)]() mutable { done(std::move(heads)); });
            else
                done(std::move(heads));
        };
        PassingStore::headsOf(rooms, std::move(answered));
    }
    void deleteRoom(const RoomId& room, Done<RoomSize> done) override
    {
        PassingStore::openRoom(room, [this, room](const Result<RoomRecord>& record) {
            if (!record)
                return;
            for (const MemberRecord& member : record->members)
                post({{}, Notice::Kind::Lost, room, member.user, {}, 0});
            post({{}, Notice::Kind::Ended, room, {}, {}, 0});
        });
        PassingStore::deleteRoom(room, std::move(done));
    }
    void saveMember(const RoomId& room, const MemberRecord& member, const QString& address) override
    {
        PassingStore::saveMember(room, member, address);
        post({{}, Notice::Kind::Entered, room, member.user, member.name, member.read});
    }
    void moveRead(const RoomId& room, const UserId& user, qint64 n) override
    {
        PassingStore::moveRead(room, user, n);
        post({{}, Notice::Kind::Read, room, user, {}, n});
    }
    void removeMember(const RoomId& room, const UserId& user) override
    {
        PassingStore::removeMember(room, user);
        post({{}, Notice::Kind::Left, room, user, {}, 0});
    }
    void saveName(const UserId& user, const UserName& name, const QString& address, Done<Nothing> done) override
    {
        if (losesNames)
            done = [done = std::move(done)](const auto&) mutable { done(Error{ErrorCode::Busy, {}, {}}); };
        PassingStore::saveName(user, name, address, std::move(done));
        post({{}, Notice::Kind::Renamed, {}, user, name.text(), 0});
    }

    void identity(const UserId& user, Done<IdentityRecord> done) override
    {
        if (isBusy)
            return refuse(std::move(done));
        PassingStore::identity(user, std::move(done));
    }
    void membership(const UserId& user, const RoomId& room, Done<Membership> done) override
    {
        if (isBusy)
            return refuse(std::move(done));
        PassingStore::membership(user, room, std::move(done));
    }

    /// The position is an index, plus one: 0 means that nothing was read.
    void noticesSince(NoticePosition position, Done<NoticeSlice> done) override
    {
        if (isAway)
            return refuse(std::move(done));
        NoticeSlice slice;
        if (position.oldest > 0)
            slice.notices.assign(m_notices.all.begin() + position.oldest - 1, m_notices.all.end());
        slice.position.oldest = std::ssize(m_notices.all) + 1;
        PassingStore::headsOf({}, [slice = std::move(slice), done = std::move(done)](const auto& answer) mutable {
            done(answer ? Result(std::move(slice)) : answer.error());
        });
    }
    void onPosted(std::function<void()> posted) override { m_posted = std::move(posted); }

    void onRenewed(std::function<void()> renewed) override { m_renewed = std::move(renewed); }

    /// The store turns out to be another.
    void renew() { m_renewed(); }

    bool isAway = false;     ///< refuses to tell of notices
    bool isBusy = false;     ///< refuses to tell of people
    bool losesNames = false; ///< stores names, and says that it has not
    bool isSlow = false;     ///< keeps what it knows of heads until answerHeads()

    /// How many answers it keeps.
    size_t held() const { return m_held.size(); }
    void answerHeads()
    {
        for (auto& answer : std::exchange(m_held, {}))
            answer();
    }

  private:
    template <class T>
    void refuse(Done<T> done)
    {
        PassingStore::headsOf({}, [done = std::move(done)](const auto&) mutable {
            done(Error{ErrorCode::Busy, {}, {}});
        });
    }
    void post(Notice notice)
    {
        notice.node = m_node;
        m_notices.all.push_back(std::move(notice));
        if (m_posted)
            m_posted();
    }

    Notices& m_notices;
    const NodeId m_node;
    std::vector<Callback<void()>> m_held;
    std::function<void()> m_posted;
    std::function<void()> m_renewed;
};

} // namespace parlance::test
