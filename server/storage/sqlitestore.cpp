#include "storage/sqlitestore.h"

#include "base/faultpoint.h"
#include "base/logging.h"
#include "storage/logreader.h"
#include "storage/logwriter.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

namespace parlance {

namespace {

constexpr qint64 leastRoom = 1'024 * 1'024; // bytes; without a reserve the database fails with less
constexpr qint64 busyDelay = 2'000;         // ms until a client asks again whether there is room on the disk

Error diskFull()
{
    return {ErrorCode::Busy, QStringLiteral("The server's disk is full"), busyDelay};
}

} // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const StorageRules& rules, Calls calls)
{
    auto file = openServerFile(rules.path, rules.durability);
    if (!file)
        return file.error();
    std::unique_ptr<SqliteStore> store(new SqliteStore(rules, std::move(calls), *std::move(file)));
    for (Reader& reader : store->m_readers) {
        auto connection = openForReading(rules.path);
        if (!connection)
            return connection.error();
        reader.database = *std::move(connection);
    }
    for (Reader& reader : store->m_readers)
        reader.thread = std::thread([&self = *store, &reader] { self.runReader(reader); });
    store->m_writer = std::thread([&self = *store] { self.runWriter(); });
    return store;
}

SqliteStore::SqliteStore(const StorageRules& rules, Calls calls, ServerFile file)
    : m_rules(rules)
    , m_lost(std::move(calls.lost))
    , m_lock(std::move(file.lock))
    , m_database(std::move(file.database))
    , m_returns(std::move(calls.wake))
{}

SqliteStore::~SqliteStore()
{
    m_writes.close();
    for (Reader& reader : m_readers) {
        reader.errands.close();
        if (reader.thread.joinable())
            reader.thread.join();
        reader.database.reset(); // the last connection writes the log back: the writer's
    }
    if (m_writer.joinable())
        m_writer.join();
}

void SqliteStore::deliver()
{
    for (const Return& batch : m_returns.take()) {
        if (batch.lost) {
            m_isLost = true;
            m_lost(*batch.lost);
        }
        if (m_isLost)
            continue;
        m_commits += batch.isCommit ? 1 : 0;
        m_waiting -= std::ssize(batch.errands);
        for (const auto& errand : batch.errands)
            errand->answer();
        if (m_swept && (!batch.swept.members.empty() || !batch.swept.rooms.empty()))
            m_swept(batch.swept);
    }
}

StoreState SqliteStore::state() const
{
    return {m_waiting, m_commits, 0, m_isLost || isFull() ? QStringLiteral("the disk is full") : QString()};
}

bool SqliteStore::isFull() const
{
    return hasLessRoomThan(std::max(m_rules.reserve, leastRoom));
}

bool SqliteStore::hasLessRoomThan(qint64 bytes) const
{
    std::error_code error;
    const auto space = std::filesystem::space(m_rules.path.toStdString(), error);
    return !error && qint64(space.available) < bytes;
}

void SqliteStore::refuseIfFull(LogWriter& writer) const
{
    writer.refuseNew(hasLessRoomThan(m_rules.reserve) ? std::optional(diskFull()) : std::nullopt);
}

void SqliteStore::runWriter()
{
    LogWriter writer(*m_database);
    refuseIfFull(writer);
    while (sweep(writer)) {
        m_database->checkpointIfLarge();
        const bool isClosed = m_writes.isClosed(); // before what waits is taken: nothing comes after it then
        Writes waiting = nextWrites();
        if (waiting.empty() && isClosed)
            return;
        if (!waiting.empty() && !writeAll(writer, std::move(waiting)))
            break;
        m_database->checkpointIfLarge();
        m_hasBlanked |= writer.takeBlanked();
    }
    // Nobody is told anything any more.
    for (Writes waiting = m_writes.takeWait(); !waiting.empty(); waiting = m_writes.takeWait()) {
        Return back;
        std::ranges::move(waiting, std::back_inserter(back.errands));
        m_returns.push(std::move(back));
    }
}

/// What waits to be written. While nobody waits for anything, the write-ahead log is emptied of texts that are gone.
SqliteStore::Writes SqliteStore::nextWrites()
{
    if (m_hasLeftovers)
        return m_writes.take();
    if (!m_hasBlanked)
        return m_writes.takeWait();
    if (Writes waiting = m_writes.take(); !waiting.empty())
        return waiting;
    m_hasBlanked = !m_database->emptyLog();
    return m_hasBlanked ? m_writes.takeWait(std::chrono::milliseconds(100)) : m_writes.takeWait();
}

/// In one transaction, but for those that want one of their own. False if the log is lost; then what is left was not
/// done.
bool SqliteStore::writeAll(LogWriter& writer, Writes waiting)
{
    const auto isAlone = [](const auto& errand) { return errand->isAlone(); };
    for (auto first = waiting.begin(); first != waiting.end();) {
        const auto last = isAlone(*first) ? first + 1 : std::find_if(first, waiting.end(), isAlone);
        Return back;
        refuseIfFull(writer);
        for (; first != last; ++first) {
            (*first)->run(writer);
            back.errands.push_back(std::move(*first));
        }
        finish(writer, back);
        const bool isLost = back.lost.has_value();
        if (isLost)
            std::move(first, waiting.end(), std::back_inserter(back.errands));
        m_returns.push(std::move(back));
        if (isLost)
            return false;
    }
    return true;
}

/// False if the log is lost. On a full disk nothing is swept: it would fail before each batch. The next start tries
/// again, or the next time that something is written.
bool SqliteStore::sweep(LogWriter& writer)
{
    m_hasLeftovers = writer.hasLeftovers() && !hasLessRoomThan(leastRoom) && writer.sweep();
    if (!m_hasLeftovers)
        return true;
    if (writer.commit()) {
        if (Swept swept = writer.takeSwept(); !swept.members.empty() || !swept.rooms.empty())
            m_returns.push({{}, {}, true, std::move(swept)});
        return true;
    }
    m_hasLeftovers = false;
    Return back{{}, undo(writer), false, {}};
    const bool isLost = back.lost.has_value();
    if (isLost)
        m_returns.push(std::move(back));
    return !isLost;
}

/// The batch is lost if nobody can know what became of it.
void SqliteStore::finish(LogWriter& writer, Return& batch)
{
    const bool hasWritten = m_database->inTransaction();
    if (writer.commit()) {
        batch.isCommit = hasWritten;
        faultPoint(FaultPoint::AfterCommit);
        return;
    }
    batch.lost = undo(writer);
    if (!batch.lost) {
        for (const auto& errand : batch.errands)
            errand->refuse(diskFull());
    }
}

/// What could not be committed. The reason if nobody can know what became of it; else the disk is full, and it is as if
/// it had not been.
std::optional<QString> SqliteStore::undo(LogWriter& writer)
{
    const Error reason = faultOf(*m_database, m_rules.path);
    if (!m_database->isFull())
        return reason.message;
    writer.rollBack();
    if (m_database->failed())
        return reason.message;
    qCWarning(logStore).noquote() << reason.message;
    return std::nullopt;
}

void SqliteStore::runReader(Reader& reader)
{
    LogReader log(*reader.database);
    for (auto batch = reader.errands.takeWait(); !batch.empty(); batch = reader.errands.takeWait()) {
        for (auto& errand : batch) {
            errand->run(log);
            if (reader.database->failed()) {
                qCCritical(logStore).noquote() << faultOf(*reader.database, m_rules.path).message;
                errand->refuse({ErrorCode::Internal, QStringLiteral("The server cannot read its log"), {}});
                reader.database->recover();
            }
            Return back;
            back.errands.push_back(std::move(errand));
            m_returns.push(std::move(back));
        }
    }
}

template <class T, class Work>
void SqliteStore::write(Work work, Done<T> done, bool isAlone)
{
    ++m_waiting;
    m_writes.push(std::make_unique<ErrandFor<LogWriter, T, Work>>(std::move(work), std::move(done), isAlone));
}

template <class T, class Work>
void SqliteStore::read(const RoomId& room, Work work, Done<T> done)
{
    Reader& reader = m_readers[qHash(room) % m_readers.size()]; // a room's pages come back in the order of the calls
    ++m_waiting;
    reader.errands.push(std::make_unique<ErrandFor<LogReader, T, Work>>(std::move(work), std::move(done)));
}

void SqliteStore::append(NewEvent event, Done<Appended> done)
{
    write<Appended>([event = std::move(event)](LogWriter& writer) { return writer.append(event); }, std::move(done));
}

void SqliteStore::openRoom(const RoomId& room, Done<RoomRecord> done)
{
    write<RoomRecord>([room](LogWriter& writer) { return writer.openRoom(room); }, std::move(done));
}

void SqliteStore::roomNamed(const RoomName& name, Done<RoomId> done)
{
    write<RoomId>([name](LogWriter& writer) { return writer.roomNamed(name); }, std::move(done));
}

void SqliteStore::makeRoom(const NewRoom& room, Done<RoomId> done)
{
    write<RoomId>([room](LogWriter& writer) { return writer.makeRoom(room); }, std::move(done));
}

void SqliteStore::rooms(const RoomQuery& query, Done<RoomSlice> done)
{
    // By a reader: a search looks at many names, and no message waits for it.
    read<RoomSlice>(
        {}, [query](LogReader& log) { return log.rooms(query); }, std::move(done));
}

void SqliteStore::identity(const UserId& user, Done<IdentityRecord> done)
{
    write<IdentityRecord>([user](LogWriter& writer) { return writer.identity(user); }, std::move(done));
}

void SqliteStore::memberships(const UserId& user, const RoomId& after, Done<MembershipSlice> done)
{
    write<MembershipSlice>([user, after](LogWriter& writer) { return writer.memberships(user, after); },
                           std::move(done));
}

void SqliteStore::membership(const UserId& user, const RoomId& room, Done<Membership> done)
{
    write<Membership>([user, room](LogWriter& writer) { return writer.membership(user, room); }, std::move(done));
}

void SqliteStore::eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count,
                              Done<EventSlice> done)
{
    read<EventSlice>(
        room, [reader, room, since, count](LogReader& log) { return log.eventsAfter(reader, room, since, count); },
        std::move(done));
}

void SqliteStore::missedEvents(const RoomId& room, qint64 since, qint64 count, Done<EventSlice> done)
{
    read<EventSlice>(
        room, [room, since, count](LogReader& log) { return log.missedEvents(room, since, count); }, std::move(done));
}

void SqliteStore::headsOf(const std::vector<RoomId>& rooms, Done<std::vector<RoomHead>> done)
{
    read<std::vector<RoomHead>>(
        {}, [rooms](LogReader& log) { return log.headsOf(rooms); }, std::move(done));
}

void SqliteStore::messages(const UserId& reader, const RoomId& room, const MessageQuery& query, Done<MessageSlice> done)
{
    read<MessageSlice>(
        room, [reader, room, query](LogReader& log) { return log.messages(reader, room, query); }, std::move(done));
}

void SqliteStore::roomSizes(const RoomQuery& query, Done<RoomSizes> done)
{
    write<RoomSizes>([query](LogWriter& writer) { return writer.roomSizes(query); }, std::move(done));
}

void SqliteStore::deleteRoom(const RoomId& room, Done<RoomSize> done)
{
    write<RoomSize>([room](LogWriter& writer) { return writer.deleteRoom(room); }, std::move(done), true);
}

void SqliteStore::withAccounts(BookAccess access, AccountWork work, Done<Nothing> done)
{
    write<Nothing>([access, work = std::move(work)](LogWriter& writer) { return writer.withAccounts(access, work); },
                   std::move(done), access == BookAccess::Write);
}

void SqliteStore::saveMember(const RoomId& room, const MemberRecord& member, const QString& address)
{
    // Behind a commit that failed nobody is the member that memory takes them for.
    auto saved = [this, room, user = member.user](const Result<Nothing>& result) {
        if (!result && m_swept)
            m_swept({{{room, user}}, {}});
    };
    write<Nothing>(
        [room, member, address](LogWriter& writer) { return writer.saveMember(room, member, address), Nothing(); },
        std::move(saved));
}

void SqliteStore::moveRead(const RoomId& room, const UserId& user, qint64 n)
{
    write<Nothing>([room, user, n](LogWriter& writer) { return writer.moveRead(room, user, n), Nothing(); }, {});
}

void SqliteStore::removeMember(const RoomId& room, const UserId& user)
{
    write<Nothing>([room, user](LogWriter& writer) { return writer.removeMember(room, user), Nothing(); }, {});
}

void SqliteStore::saveName(const UserId& user, const UserName& name, const QString& address, Done<Nothing> done)
{
    write<Nothing>([user, name, address](LogWriter& writer) { return writer.saveName(user, name, address), Nothing(); },
                   std::move(done));
}

void SqliteStore::saveSeen(const UserId& user, qint64 when)
{
    write<Nothing>([user, when](LogWriter& writer) { return writer.saveSeen(user, when), Nothing(); }, {});
}

} // namespace parlance
