#pragma once

#include "base/handover.h"
#include "ports/noderegister.h"
#include "ports/noticeboard.h"
#include "ports/store.h"
#include "postgresql/pgsession.h"
#include "postgresql/pgwrite.h"

#include <array>
#include <atomic>
#include <thread>

namespace parlance {

class PgReader;

/// The rooms' logs in a PostgreSQL database, which several nodes may share. One thread writes: it takes all that
/// waits, makes it one transaction, and hands one batch of results back after the commit. Two more threads read pages.
/// The callbacks come in the thread that calls deliver().
///
/// A batch whose outcome is unknown, because the connection was lost at its commit, runs again and finds itself by its
/// nonces. While PostgreSQL has been away for longer than Rules::patience, everything is answered Busy; nothing is
/// ever lost by that. Memberships, read marks and times of last visits, for which nobody would ask again, are written
/// in their order once it is back. A batch that fails for a reason of its own is split, so that only the call with the
/// reason is refused.
class PostgresqlStore final : public Store, public NoticeBoard, public NodeRegister {
  public:
    /// `wake` must make deliver() be called soon; any thread calls it.
    struct Rules {
        QString url;      ///< a connection string of libpq's
        NodeId node = {}; ///< among others that use the database; empty: no other node may at the same time
        std::chrono::milliseconds patience = std::chrono::seconds(10); ///< for a database that is away
    };

    /// Connects, and makes the tables where there are none. The error is one line that says what to do.
    static Result<std::unique_ptr<PostgresqlStore>> open(const Rules& rules, std::function<void()> wake);

    /// What was asked for is still written, if the database is there, but nobody hears of it.
    ~PostgresqlStore() override;

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
    StoreState state() const override;
    void saveMember(const RoomId& room, const MemberRecord& member, const QString& address) override;
    void moveRead(const RoomId& room, const UserId& user, qint64 n) override;
    void removeMember(const RoomId& room, const UserId& user) override;
    void saveName(const UserId& user, const UserName& name, const QString& address, Done<Nothing> done) override;
    void saveSeen(const UserId& user, qint64 when) override;
    void withAccounts(BookAccess access, AccountWork work, Done<Nothing> done) override;
    void onSwept(std::function<void(const Swept&)> swept) override { m_swept = std::move(swept); }
    void noticesSince(NoticePosition position, Done<NoticeSlice> done) override;
    void onPosted(std::function<void()> posted) override { m_posted = std::move(posted); }
    void onRenewed(std::function<void()> renewed) override { m_renewed = std::move(renewed); }
    void renewNode(const NodeRecord& self, Done<LiveNodes> done) override;
    void resignNode(const NodeId& node) override;
    void leaveHistory(const StoreHistory& successor) override;

  private:
    /// A batch on its way back.
    struct Return {
        std::vector<std::unique_ptr<Errand>> errands;
        bool isCommit = false;                 ///< something was written
        bool hasPosted = false;                ///< other nodes have something to learn
        std::optional<PgLineage> renewed = {}; ///< the database has another lineage than before
        Swept swept;
    };

    struct Reader {
        explicit Reader(const Rules& rules)
            : session(rules.url, PgSession::Role::Reads, rules.patience)
        {}
        PgSession session;
        HandOver<std::unique_ptr<ErrandTo<PgReader>>> errands;
        std::thread thread;
    };

    PostgresqlStore(const Rules& rules, std::function<void()> wake);

    template <class T, class Work>
    void write(Work work, Done<T> done, bool isAlone = false);
    template <class Work>
    void writeBehind(Work work, Done<Nothing> done = {});
    template <class T, class Work>
    void read(const RoomId& room, Work work, Done<T> done);
    void runWriter();
    void runReader(Reader& reader);

    const NodeId m_node;
    PgSession m_session; // the writer's
    // What crosses threads. Bounded by the sessions: each has at most 64 requests under way.
    HandOver<PgWrite> m_writes;
    HandOver<Return> m_returns;
    std::atomic<int> m_level; // see LiveNodes; the writer's
    std::array<Reader, 2> m_readers;
    std::thread m_writer;
    // The loop's.
    qint64 m_waiting = 0;
    qint64 m_commits = 0;
    std::function<void(const Swept&)> m_swept;
    std::function<void()> m_posted;
    std::function<void()> m_renewed;
    std::optional<PgLineage> m_lineage; // once it was renewed
};

} // namespace parlance
