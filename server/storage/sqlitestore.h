#pragma once

#include "base/handover.h"
#include "ports/store.h"
#include "storage/errand.h"
#include "storage/serverfile.h"

#include <array>
#include <thread>

namespace parlance {

class LogReader;
class LogWriter;

struct StorageRules {
    QString path; ///< of the database
    Durability durability = Durability::Full;
    qint64 reserve = 0; ///< bytes of the disk that stay free: with less, what would be added is refused as Busy
};

/// The rooms' logs in an SQLite file. One thread writes: it takes all that waits, makes it one transaction, and hands
/// one batch of results back after the commit. Two more threads read pages. The callbacks come in the thread that calls
/// deliver().
///
/// A full disk is survived: what could not be written is answered Busy, and reading goes on. After any other failure of
/// a commit nobody can know what is on the disk, so nobody is told anything: `lost` is called once with the reason, no
/// callback comes any more, and the program has to end; the next start sees what is there.
class SqliteStore final : public Store {
  public:
    struct Calls {
        std::function<void()> wake;                   ///< any thread; must make deliver() be called soon
        std::function<void(const QString& why)> lost; ///< from within deliver()
    };

    /// Recovers, and brings the file to the newest version; takes a moment after a crash. The error is one line, also
    /// where another server uses the file.
    static Result<std::unique_ptr<SqliteStore>> open(const StorageRules& rules, Calls calls);

    /// What was asked for is still written, but nobody hears of it.
    ~SqliteStore() override;

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

  private:
    /// A batch on its way back.
    struct Return {
        std::vector<std::unique_ptr<Errand>> errands;
        std::optional<QString> lost;
        bool isCommit = false; ///< something was written
        Swept swept;
    };

    struct Reader {
        std::unique_ptr<Database> database;
        HandOver<std::unique_ptr<ErrandTo<LogReader>>> errands;
        std::thread thread;
    };

    SqliteStore(const StorageRules& rules, Calls calls, ServerFile file);

    using Writes = std::vector<std::unique_ptr<ErrandTo<LogWriter>>>;

    template <class T, class Work>
    void write(Work work, Done<T> done, bool isAlone = false);
    template <class T, class Work>
    void read(const RoomId& room, Work work, Done<T> done);

    void runWriter();
    Writes nextWrites();
    bool writeAll(LogWriter& writer, Writes waiting);
    bool sweep(LogWriter& writer);
    bool hasLessRoomThan(qint64 bytes) const;
    bool isFull() const;
    void refuseIfFull(LogWriter& writer) const;
    std::optional<QString> undo(LogWriter& writer);
    void finish(LogWriter& writer, Return& batch);
    void runReader(Reader& reader);

    const StorageRules m_rules;
    const std::function<void(const QString&)> m_lost;
    const FileLock m_lock;
    const std::unique_ptr<Database> m_database; // the writer's
    // What crosses threads. Bounded by the sessions: each has at most 64 requests under way.
    HandOver<std::unique_ptr<ErrandTo<LogWriter>>> m_writes;
    HandOver<Return> m_returns;
    std::array<Reader, 2> m_readers;
    std::thread m_writer;
    // The writer's.
    bool m_hasLeftovers = false;
    bool m_hasBlanked = false; // the write-ahead log may hold texts that are gone
    // The loop's.
    bool m_isLost = false;
    qint64 m_waiting = 0;
    qint64 m_commits = 0;
    std::function<void(const Swept&)> m_swept;
};

} // namespace parlance
