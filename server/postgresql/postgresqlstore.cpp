#include "postgresql/postgresqlstore.h"

#include "base/logging.h"
#include "postgresql/pgreader.h"
#include "postgresql/pgschema.h"
#include "postgresql/pgsweeper.h"
#include "postgresql/pgwriting.h"

#include <algorithm>
#include <iterator>

namespace parlance {

namespace {

/// More writes than this do not wait for the database: those that are too many are refused. Some 10 MB.
constexpr size_t maxKept = 20'000;
constexpr std::chrono::milliseconds retryAfter{1'000};

} // namespace

Result<std::unique_ptr<PostgresqlStore>> PostgresqlStore::open(const Rules& rules, std::function<void()> wake)
{
    std::unique_ptr<PostgresqlStore> store(new PostgresqlStore(rules, std::move(wake)));
    if (auto connected = store->m_session.connect(); !connected)
        return connected.error();
    for (Reader& reader : store->m_readers)
        reader.thread = std::thread([&self = *store, &reader] { self.runReader(reader); });
    store->m_writer = std::thread([&self = *store] { self.runWriter(); });
    return store;
}

PostgresqlStore::PostgresqlStore(const Rules& rules, std::function<void()> wake)
    : m_node(rules.node)
    , m_session(rules.url, rules.node.isEmpty() ? PgSession::Role::WritesAlone : PgSession::Role::Writes,
                rules.patience)
    , m_returns(std::move(wake))
    , m_level(rules.node.isEmpty() ? pgSchemaVersion : 0)
    , m_readers{Reader(rules), Reader(rules)}
{}

PostgresqlStore::~PostgresqlStore()
{
    m_session.close();
    m_writes.close();
    for (Reader& reader : m_readers) {
        reader.session.close();
        reader.errands.close();
        if (reader.thread.joinable())
            reader.thread.join();
    }
    if (m_writer.joinable())
        m_writer.join();
}

void PostgresqlStore::deliver()
{
    for (const Return& batch : m_returns.take()) {
        // Before anything of the new lineage meets what is in memory; the sessions find it out one after another.
        if (m_renewed && batch.renewed && batch.renewed != m_lineage)
            m_renewed();
        if (batch.renewed)
            m_lineage = batch.renewed;
        m_commits += batch.isCommit ? 1 : 0;
        m_waiting -= std::ssize(batch.errands);
        for (const auto& errand : batch.errands)
            errand->answer();
        if (m_swept && (!batch.swept.members.empty() || !batch.swept.rooms.empty()))
            m_swept(batch.swept);
        if (m_posted && batch.hasPosted)
            m_posted();
    }
}

StoreState PostgresqlStore::state() const
{
    return {m_waiting, m_commits, m_session.retries(), m_session.obstacle()};
}

void PostgresqlStore::runWriter()
{
    PgWriting writing(m_session, m_node, m_level);
    std::vector<PgWrite> kept; // until the database is back
    for (;;) {
        const bool isClosed = m_writes.isClosed(); // before what waits is taken: nothing comes after it then
        std::vector<PgWrite> waiting =
            m_writes.takeWait(kept.empty() ? writing.rest() : std::min(writing.rest(), retryAfter));
        if (waiting.empty() && kept.empty() && isClosed)
            return;
        std::ranges::move(waiting, std::back_inserter(kept));
        waiting = std::exchange(kept, {});
        bool isAway = false;
        for (auto first = waiting.begin(); first != waiting.end();) {
            const auto last = PgWriting::endOfBatch(first, waiting.end());
            Return back;
            if (isAway)
                PgWriting::refuse({first, last}, m_session.busy()); // or it would overtake what is kept
            else
                back.isCommit = writing.write({first, last});
            isAway |= writing.takeAway();
            for (; first != last; ++first) {
                if (isAway && first->isBehind && kept.size() < maxKept && !isClosed)
                    kept.push_back(std::move(*first));
                else
                    back.errands.push_back(std::move(first->errand));
            }
            back.hasPosted = writing.takePosted();
            back.renewed = m_session.takeRenewed();
            m_returns.push(std::move(back));
        }
        if (Swept swept = writing.sweep(); !swept.members.empty() || !swept.rooms.empty())
            m_returns.push({{}, true, writing.takePosted(), {}, std::move(swept)});
    }
}

void PostgresqlStore::runReader(Reader& reader)
{
    for (auto batch = reader.errands.takeWait(); !batch.empty(); batch = reader.errands.takeWait()) {
        for (auto& errand : batch) {
            const auto outcome = reader.session.run([&](PgConnection& connection) {
                PgReader log(connection);
                errand->run(log);
                return !connection.failed();
            });
            if (outcome == PgSession::Outcome::Away)
                errand->refuse(reader.session.busy());
            if (outcome == PgSession::Outcome::Refused) {
                qCCritical(logStore).noquote() << reader.session.refusal().text;
                errand->refuse({ErrorCode::Internal, QStringLiteral("The server cannot read its log"), {}});
            }
            Return back;
            back.errands.push_back(std::move(errand));
            back.renewed = reader.session.takeRenewed();
            m_returns.push(std::move(back));
        }
    }
}

template <class T, class Work>
void PostgresqlStore::write(Work work, Done<T> done, bool isAlone)
{
    ++m_waiting;
    m_writes.push(
        {std::make_unique<ErrandFor<PgWriter, T, Work>>(std::move(work), std::move(done), isAlone), nullptr, false});
}

template <class Work>
void PostgresqlStore::writeBehind(Work work, Done<Nothing> done)
{
    ++m_waiting;
    m_writes.push(
        {std::make_unique<ErrandFor<PgWriter, Nothing, Work>>(std::move(work), std::move(done)), nullptr, true});
}

template <class T, class Work>
void PostgresqlStore::read(const RoomId& room, Work work, Done<T> done)
{
    Reader& reader = m_readers[qHash(room) % m_readers.size()]; // a room's pages come back in the order of the calls
    ++m_waiting;
    reader.errands.push(std::make_unique<ErrandFor<PgReader, T, Work>>(std::move(work), std::move(done)));
}

void PostgresqlStore::append(NewEvent event, Done<Appended> done)
{
    ++m_waiting;
    auto shared = std::make_shared<const NewEvent>(std::move(event));
    auto work = [shared](PgWriter& writer) { return writer.append(*shared); };
    m_writes.push({std::make_unique<ErrandFor<PgWriter, Appended, decltype(work)>>(std::move(work), std::move(done)),
                   shared, false});
}

void PostgresqlStore::openRoom(const RoomId& room, Done<RoomRecord> done)
{
    write<RoomRecord>([room](PgWriter& writer) { return writer.openRoom(room); }, std::move(done));
}

void PostgresqlStore::roomNamed(const RoomName& name, Done<RoomId> done)
{
    write<RoomId>([name](PgWriter& writer) { return writer.roomNamed(name); }, std::move(done));
}

void PostgresqlStore::makeRoom(const NewRoom& room, Done<RoomId> done)
{
    write<RoomId>([room](PgWriter& writer) { return writer.makeRoom(room); }, std::move(done));
}

void PostgresqlStore::rooms(const RoomQuery& query, Done<RoomSlice> done)
{
    read<RoomSlice>(
        {}, [query](PgReader& log) { return log.rooms(query); }, std::move(done));
}

void PostgresqlStore::identity(const UserId& user, Done<IdentityRecord> done)
{
    write<IdentityRecord>([user](PgWriter& writer) { return writer.identity(user); }, std::move(done));
}

void PostgresqlStore::memberships(const UserId& user, const RoomId& after, Done<MembershipSlice> done)
{
    write<MembershipSlice>([user, after](PgWriter& writer) { return writer.memberships(user, after); },
                           std::move(done));
}

void PostgresqlStore::membership(const UserId& user, const RoomId& room, Done<Membership> done)
{
    write<Membership>([user, room](PgWriter& writer) { return writer.membership(user, room); }, std::move(done));
}

void PostgresqlStore::eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count,
                                  Done<EventSlice> done)
{
    read<EventSlice>(
        room, [reader, room, since, count](PgReader& log) { return log.eventsAfter(reader, room, since, count); },
        std::move(done));
}

void PostgresqlStore::missedEvents(const RoomId& room, qint64 since, qint64 count, Done<EventSlice> done)
{
    read<EventSlice>(
        room, [room, since, count](PgReader& log) { return log.missedEvents(room, since, count); }, std::move(done));
}

void PostgresqlStore::headsOf(const std::vector<RoomId>& rooms, Done<std::vector<RoomHead>> done)
{
    read<std::vector<RoomHead>>(
        {}, [rooms](PgReader& log) { return log.headsOf(rooms); }, std::move(done));
}

void PostgresqlStore::noticesSince(NoticePosition position, Done<NoticeSlice> done)
{
    read<NoticeSlice>(
        {}, [position = std::move(position)](PgReader& log) { return log.noticesSince(position); }, std::move(done));
}

void PostgresqlStore::renewNode(const NodeRecord& self, Done<LiveNodes> done)
{
    auto work = [this, self](PgWriter& writer) {
        LiveNodes live = writer.renewNode(self);
        m_level = live.level;
        return live;
    };
    write<LiveNodes>(std::move(work), std::move(done), true);
}

void PostgresqlStore::resignNode(const NodeId& node)
{
    write<Nothing>([node](PgWriter& writer) { return writer.resignNode(node), Nothing(); }, {});
}

void PostgresqlStore::leaveHistory(const StoreHistory& successor)
{
    m_session.leaveHistory(successor);
    for (Reader& reader : m_readers)
        reader.session.leaveHistory(successor);
}

void PostgresqlStore::messages(const UserId& reader, const RoomId& room, const MessageQuery& query,
                               Done<MessageSlice> done)
{
    read<MessageSlice>(
        room, [reader, room, query](PgReader& log) { return log.messages(reader, room, query); }, std::move(done));
}

void PostgresqlStore::roomSizes(const RoomQuery& query, Done<RoomSizes> done)
{
    write<RoomSizes>([query](PgWriter& writer) { return writer.roomSizes(query); }, std::move(done));
}

void PostgresqlStore::deleteRoom(const RoomId& room, Done<RoomSize> done)
{
    // Run again after an unknown outcome, it may find that it has been done.
    auto work = [room, ended = std::optional<RoomSize>()](PgWriter& writer) mutable {
        auto size = writer.deleteRoom(room);
        if (size)
            ended = *size;
        return size || !ended ? size : Result(*ended);
    };
    write<RoomSize>(std::move(work), std::move(done), true);
}

void PostgresqlStore::withAccounts(BookAccess access, AccountWork work, Done<Nothing> done)
{
    write<Nothing>([access, work = std::move(work)](PgWriter& writer) { return writer.withAccounts(access, work); },
                   std::move(done), access == BookAccess::Write);
}

void PostgresqlStore::saveMember(const RoomId& room, const MemberRecord& member, const QString& address)
{
    // Where it was refused nobody is the member that memory takes them for.
    auto saved = [this, room, user = member.user](const Result<Nothing>& result) {
        if (!result && m_swept)
            m_swept({{{room, user}}, {}});
    };
    writeBehind(
        [room, member, address](PgWriter& writer) { return writer.saveMember(room, member, address), Nothing(); },
        std::move(saved));
}

void PostgresqlStore::moveRead(const RoomId& room, const UserId& user, qint64 n)
{
    writeBehind([room, user, n](PgWriter& writer) { return writer.moveRead(room, user, n), Nothing(); });
}

void PostgresqlStore::removeMember(const RoomId& room, const UserId& user)
{
    writeBehind([room, user](PgWriter& writer) { return writer.removeMember(room, user), Nothing(); });
}

void PostgresqlStore::saveName(const UserId& user, const UserName& name, const QString& address, Done<Nothing> done)
{
    write<Nothing>([user, name, address](PgWriter& writer) { return writer.saveName(user, name, address), Nothing(); },
                   std::move(done));
}

void PostgresqlStore::saveSeen(const UserId& user, qint64 when)
{
    writeBehind([user, when](PgWriter& writer) { return writer.saveSeen(user, when), Nothing(); });
}

} // namespace parlance
