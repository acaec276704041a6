#include "storage/logwriter.h"

#include "base/faultpoint.h"
#include "domain/refusals.h"
#include "storage/directorykey.h"
#include "storage/eventrows.h"

#include <utility>

namespace parlance {

namespace {

constexpr qint64 none = 0;
const std::optional<QByteArray> nothing;

} // namespace

LogWriter::LogWriter(Database& database)
    : m_database(database)
    , m_rooms(database)
    , m_directory(database)
    , m_people(database)
    , m_session(database)
    , m_accounts(m_session, m_people)
    , m_repeated(database, std::string("SELECT ").append(eventColumns) +
                               " FROM events AS e JOIN users AS u ON u.id = e.author"
                               " WHERE e.author = ?1 AND e.nonce = ?2 AND e.room = ?3")
    , m_message(database, "SELECT e.place, u.user, ifnull(c.deleted, 0), ifnull(c.rev, e.seq) FROM events AS e"
                          " JOIN users AS u ON u.id = e.author LEFT JOIN changes AS c ON c.place = e.place"
                          " WHERE e.message = ?1 AND e.kind = 1")
    , m_append(database,
               "INSERT INTO events (place, n, kind, author, time, nonce, message, name, text, style, mentions)"
               " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
    , m_edit(database,
             "INSERT INTO changes (place, rev, deleted, edited, text, mentions) VALUES (?1, ?2, 0, ?3, ?4, ?5)"
             " ON CONFLICT DO UPDATE SET rev = excluded.rev, edited = excluded.edited, text = excluded.text,"
             " mentions = excluded.mentions")
    , m_delete(database, "INSERT INTO changes (place, rev, deleted) VALUES (?1, ?2, 1)"
                         " ON CONFLICT DO UPDATE SET rev = excluded.rev, deleted = 1, text = NULL, mentions = NULL")
    , m_hide(database, "UPDATE events SET deleted = 1 WHERE place = ?1")
    , m_blank(database, "UPDATE events SET text = NULL, mentions = NULL, gone = 1 WHERE place = ?1")
    , m_end(database, "INSERT INTO leftovers (room) VALUES (?1)")
    , m_leftover(database, "SELECT room FROM leftovers LIMIT 1")
    , m_lastLeftover(database, "SELECT max(place) FROM (SELECT place FROM events WHERE place >= ?1 AND place <= ?2"
                               " ORDER BY place LIMIT ?3)")
    , m_sweepEvents(database, "DELETE FROM events WHERE place >= ?1 AND place <= ?2")
    , m_sweepChanges(database, "DELETE FROM changes WHERE place >= ?1 AND place <= ?2")
    , m_allSwept(database, "DELETE FROM leftovers WHERE room = ?1")
    , m_empty(database, "SELECT id, address FROM rooms WHERE head = 0 ORDER BY id")
{
    reload();
}

/// What is too many is counted in memory, by address. The tables say what there is.
void LogWriter::reload()
{
    decltype(m_emptyRooms)::Rows rooms;
    for (Cursor row = m_empty(); row.next();)
        rooms.push_back({{row.number(0), 0}, row.optionalText(1)});
    m_emptyRooms.reset(rooms);
    m_people.reload();
}

void LogWriter::begin()
{
    if (!m_database.failed() && !m_database.inTransaction())
        m_database.execute("BEGIN IMMEDIATE");
}

bool LogWriter::commit()
{
    m_rooms.flush();
    if (!m_database.failed() && m_database.inTransaction()) {
        faultPoint(FaultPoint::BeforeCommit);
        m_database.execute("COMMIT");
    }
    return !m_database.failed();
}

void LogWriter::rollBack()
{
    m_database.recover();
    m_rooms.forget();
    m_swept = {};
    reload();
}

Result<Appended> LogWriter::append(const NewEvent& event)
{
    begin();
    const RoomTable::Row* room = m_rooms.find(event.room);
    Entry entry;
    auto decided = decide(event, room ? std::optional(factsOf(event, *room, entry)) : std::nullopt);
    if (!decided || decided->repeated)
        return decided;
    if (m_refusal)
        return *m_refusal;
    faultPoint(FaultPoint::BeforeInsert);
    insert(event, decided->event, entry);
    faultPoint(FaultPoint::AfterInsert);
    return decided;
}

Facts LogWriter::factsOf(const NewEvent& event, const RoomTable::Row& room, Entry& entry)
{
    entry.room = room.number;
    entry.author = event.author.isEmpty() ? none : m_people.idOf(event.author);
    Facts facts;
    facts.before = madeBefore(event, entry);
    if (facts.before)
        return facts;
    facts.head = room.head;
    facts.n = room.n;
    facts.lastTime = room.lastTime;
    facts.isMember = m_people.isMember(room.number, entry.author);
    facts.isMaker = !room.maker.isEmpty() && room.maker == event.author;
    facts.name = room.name;
    if (const auto id = targetOf(event))
        facts.target = target(*id, entry);
    if (const RoomName* name = newNameOf(event))
        facts.named = m_rooms.named(*name);
    return facts;
}

std::optional<DurableEvent> LogWriter::madeBefore(const NewEvent& event, const Entry& entry)
{
    if (entry.author == none)
        return std::nullopt;
    Cursor row = m_repeated(entry.author, event.nonce.text(), entry.room);
    return row.next() ? readEvent(row, event.room) : std::nullopt;
}

std::optional<Facts::Target> LogWriter::target(const MessageId& id, Entry& entry)
{
    Cursor row = m_message(id.text());
    if (!row.next() || row.number(0) >> 32 != entry.room)
        return std::nullopt;
    entry.target = row.number(0);
    entry.text = placeOf(entry.room, row.number(3));
    return Facts::Target{UserId(row.bytes(1)), row.number(2) != 0};
}

void LogWriter::insert(const NewEvent& event, const DurableEvent& made, Entry entry)
{
    entry.author = event.author.isEmpty() ? none : m_people.author(event.author, event.authorName);
    RoomTable::Row& room = m_rooms.change(event.room);
    if (room.head == 0)
        m_emptyRooms.removeAll(room.number);
    room.head = seqOf(made);
    room.n = countOf(made);
    if (event.authorship == Authorship::Present)
        m_people.enter(room.number, entry.author, room.n);
    std::visit([&](const auto& e) { write(entry, e); }, made);
}

void LogWriter::write(const Entry& entry, const MessagePosted& message)
{
    RoomTable::Row& room = m_rooms.change(message.room);
    room.lastTime = message.timestamp;
    room.lastMessage = message.timestamp;
    m_append(placeOf(entry.room, message.seq), message.n, int(EventKind::Message), entry.author, message.timestamp,
             message.nonce.text(), message.id.text(), message.username, message.text, message.style,
             packMentions(message.mentions))
        .run();
    m_people.wrote(entry.room, entry.author, message.n);
}

void LogWriter::write(const Entry& entry, const MessageEdited& edit)
{
    m_rooms.change(edit.room).lastTime = edit.timestamp;
    const auto mentions = packMentions(edit.mentions);
    m_append(placeOf(entry.room, edit.seq), edit.n, int(EventKind::Edit), entry.author, edit.timestamp,
             edit.nonce.text(), edit.id.text(), nothing, edit.text, nothing, mentions)
        .run();
    blank(entry);
    m_edit(entry.target, edit.seq, edit.timestamp, edit.text, mentions).run();
}

void LogWriter::write(const Entry& entry, const MessageDeleted& deletion)
{
    m_rooms.change(deletion.room).lastTime = deletion.timestamp;
    m_append(placeOf(entry.room, deletion.seq), deletion.n, int(EventKind::Deletion), entry.author, deletion.timestamp,
             deletion.nonce.text(), deletion.id.text(), nothing, nothing, nothing, nothing)
        .run();
    blank(entry);
    m_delete(entry.target, deletion.seq).run();
    m_hide(entry.target).run();
}

/// The database overwrites what was there (PRAGMA secure_delete).
void LogWriter::blank(const Entry& entry)
{
    m_blank(entry.text).run();
    m_hasBlanked = true;
}

void LogWriter::write(const Entry& entry, const TopicChanged& topic)
{
    RoomTable::Row& room = m_rooms.change(topic.room);
    room.lastTime = topic.timestamp;
    room.topic = topic.text;
    m_append(placeOf(entry.room, topic.seq), topic.n, int(EventKind::Topic), entry.author, topic.timestamp,
             topic.nonce.text(), nothing, topic.username, topic.text, nothing, nothing)
        .run();
}

void LogWriter::write(const Entry& entry, const RoomChanged& change)
{
    m_rooms.change(change.room).lastTime = change.timestamp;
    m_rooms.rename(change.room, change.name);
    const auto by = change.by ? std::optional(change.by->username) : std::nullopt;
    m_append(placeOf(entry.room, change.seq), change.n, int(EventKind::RoomChange), entry.author, change.timestamp,
             change.nonce.text(), nothing, by, change.name.text(), nothing, nothing)
        .run();
}

Result<RoomRecord> LogWriter::openRoom(const RoomId& room)
{
    const RoomTable::Row* row = m_rooms.find(room);
    if (!row)
        return noRoom();
    return RoomRecord{.room = room,
                      .log = row->log,
                      .name = row->name,
                      .topic = row->topic,
                      .maker = row->maker,
                      .head = row->head,
                      .n = row->n,
                      .members = m_people.membersOf(row->number)};
}

Result<RoomId> LogWriter::roomNamed(const RoomName& name)
{
    const auto room = m_rooms.named(name);
    return room ? Result(*room) : noRoomNamed(name);
}

Result<RoomId> LogWriter::makeRoom(const NewRoom& room)
{
    if (const auto known = m_rooms.named(room.name))
        return *known;
    if (m_refusal)
        return *m_refusal;
    begin();
    m_emptyRooms.add({m_rooms.insert(room).number, 0}, room.address);
    return room.room;
}

IdentityRecord LogWriter::identity(const UserId& user)
{
    m_rooms.flush();
    return m_people.identity(user);
}

Result<MembershipSlice> LogWriter::memberships(const UserId& user, const RoomId& after)
{
    m_rooms.flush();
    return m_people.memberships(user, after);
}

Result<Membership> LogWriter::membership(const UserId& user, const RoomId& room)
{
    m_rooms.flush();
    return m_people.membership(user, room);
}

Result<Nothing> LogWriter::withAccounts(BookAccess access, const AccountWork& work)
{
    if (access == BookAccess::Write) {
        if (m_refusal)
            return *m_refusal;
        begin();
    }
    m_rooms.flush();
    work(m_accounts);
    return Nothing();
}

void LogWriter::saveMember(const RoomId& room, const MemberRecord& member, const QString& address)
{
    begin();
    m_people.enter(room, member, address);
}

void LogWriter::moveRead(const RoomId& room, const UserId& user, qint64 n)
{
    begin();
    m_people.moveRead(room, user, n);
}

void LogWriter::removeMember(const RoomId& room, const UserId& user)
{
    begin();
    m_people.leave(room, user);
}

void LogWriter::saveName(const UserId& user, const UserName& name, const QString& address)
{
    begin();
    m_people.rename(user, name, address);
}

void LogWriter::saveSeen(const UserId& user, qint64 when)
{
    begin();
    m_people.seen(user, when);
}

} // namespace parlance
