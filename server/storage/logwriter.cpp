#include "storage/logwriter.h"

#include "base/faultpoint.h"
#include "storage/directorypage.h"
#include "storage/eventrows.h"
#include "storage/refusals.h"

#include <algorithm>
#include <utility>

namespace parlance {

namespace {

constexpr qint64 none = 0;
const std::optional<QByteArray> nothing;

} // namespace

LogWriter::LogWriter(Database& database)
    : m_database(database)
    , m_rooms(database)
    , m_people(database, m_newcomers)
    , m_repeated(database, std::string("SELECT ").append(eventColumns) +
                               " FROM events AS e JOIN users AS u ON u.id = e.author"
                               " WHERE e.author = ?1 AND e.nonce = ?2 AND e.room = ?3")
    , m_message(database, "SELECT e.place, e.author, ifnull(c.deleted, 0) FROM events AS e"
                          " LEFT JOIN changes AS c ON c.place = e.place WHERE e.message = ?1 AND e.kind = 1")
    , m_append(database,
               "INSERT INTO events (place, n, kind, author, time, nonce, message, name, text, style, mentions)"
               " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
    , m_edit(database,
             "INSERT INTO changes (place, rev, deleted, edited, text, mentions) VALUES (?1, ?2, 0, ?3, ?4, ?5)"
             " ON CONFLICT DO UPDATE SET rev = excluded.rev, edited = excluded.edited, text = excluded.text,"
             " mentions = excluded.mentions")
    , m_delete(database, "INSERT INTO changes (place, rev, deleted) VALUES (?1, ?2, 1)"
                         " ON CONFLICT DO UPDATE SET rev = excluded.rev, deleted = 1, text = NULL, mentions = NULL")
    , m_end(database, "INSERT INTO ended (log, room) VALUES (?1, ?2)")
    , m_ended(database, "SELECT 1 FROM ended WHERE log = ?1")
    , m_leftover(database, "SELECT room FROM ended WHERE room IS NOT NULL LIMIT 1")
    , m_lastLeftover(database, "SELECT max(place) FROM (SELECT place FROM events WHERE place >= ?1 AND place <= ?2"
                               " ORDER BY place LIMIT ?3)")
    , m_sweepEvents(database, "DELETE FROM events WHERE place >= ?1 AND place <= ?2")
    , m_sweepChanges(database, "DELETE FROM changes WHERE place >= ?1 AND place <= ?2")
    , m_swept(database, "UPDATE ended SET room = NULL WHERE room = ?1")
{}

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
    if (m_database.failed())
        return false;
    m_people.settle();
    for (const RoomName& room : std::exchange(m_newRooms, {}))
        m_newcomers.rooms.erase(room);
    if (const auto committed = std::exchange(m_committed, {}))
        committed();
    return true;
}

void LogWriter::rollBack()
{
    m_database.recover();
    m_rooms.forget();
    m_people.unsettle();
    m_newRooms.clear();
    m_committed = {};
}

Result<Appended> LogWriter::append(const NewEvent& event)
{
    begin();
    const RoomTable::Row* room = m_rooms.find(event.room);
    if (room) {
        if (auto before = appendedBefore(event, room->id))
            return *std::move(before);
    }
    if (isStale(event, room))
        return noRoom(event.room);
    if (!event.admitted)
        return joinFirst(event.room);
    if (!room && event.log.isEmpty() && !m_newcomers.rooms.find(event.room))
        return noRoom(event.room);
    const auto target = targetOf(event, room);
    if (!target)
        return target.error();
    if (m_refusal)
        return *m_refusal;
    faultPoint(FaultPoint::BeforeInsert);
    DurableEvent written = insert(event, *target);
    faultPoint(FaultPoint::AfterInsert);
    return Appended{std::move(written), false};
}

std::optional<Appended> LogWriter::appendedBefore(const NewEvent& event, qint64 room)
{
    const qint64 author = m_people.idOf(event.author);
    if (author == none)
        return std::nullopt;
    Cursor row = m_repeated(author, event.nonce.text(), room);
    return row.next() ? std::optional(Appended{readEvent(row, event.room), true}) : std::nullopt;
}

Result<qint64> LogWriter::targetOf(const NewEvent& event, const RoomTable::Row* room)
{
    const auto* edit = std::get_if<NewEdit>(&event.what);
    const auto* deletion = std::get_if<NewDeletion>(&event.what);
    if (!edit && !deletion)
        return none;
    Cursor row = m_message(edit ? edit->target.text() : deletion->target.text());
    const bool isThere = room && row.next() && row.number(0) >> 32 == room->id && row.number(2) == 0;
    if (!isThere)
        return noMessage(event.room);
    if (row.number(1) != m_people.idOf(event.author))
        return notTheAuthor();
    return row.number(0);
}

void LogWriter::storeRoom(const RoomName& name, const LogId& log)
{
    if (m_rooms.find(name))
        return;
    const LogId* made = m_newcomers.rooms.find(name);
    m_people.roomStored(m_rooms.insert(name, made ? *made : log).id, name);
    m_newRooms.push_back(name);
}

DurableEvent LogWriter::insert(const NewEvent& event, qint64 target)
{
    storeRoom(event.room, event.log);
    const qint64 author = m_people.store(event.author, event.authorName);
    RoomTable::Row& room = m_rooms.change(event.room);
    ++room.head;
    room.lastTime = std::max(room.lastTime, event.timestamp); // the log never goes back in time
    return std::visit([&](const auto& what) { return write({event, room, author, target}, what); }, event.what);
}

DurableEvent LogWriter::write(const Entry& entry, const NewMessage& message)
{
    const auto& [event, room, author, target] = entry;
    ++room.n;
    room.lastMessage = room.lastTime;
    m_append(placeOf(room.id, room.head), room.n, int(EventKind::Message), author, room.lastTime, event.nonce.text(),
             message.id.text(), event.authorName, message.text, message.style, packMentions(message.mentions))
        .run();
    m_people.wrote(room.id, author, room.n);
    return MessagePosted{event.room,
                         room.head,
                         room.n,
                         message.id,
                         event.author,
                         event.authorName,
                         message.text,
                         room.lastTime,
                         event.nonce,
                         message.style,
                         published(message.mentions)};
}

DurableEvent LogWriter::write(const Entry& entry, const NewEdit& edit)
{
    const auto& [event, room, author, target] = entry;
    const auto mentions = packMentions(edit.mentions);
    m_append(placeOf(room.id, room.head), room.n, int(EventKind::Edit), author, room.lastTime, event.nonce.text(),
             edit.target.text(), nothing, edit.text, nothing, mentions)
        .run();
    m_edit(target, room.head, room.lastTime, edit.text, mentions).run();
    return MessageEdited{event.room,    room.head,    room.n,
                         edit.target,   event.author, edit.text,
                         room.lastTime, event.nonce,  published(edit.mentions)};
}

DurableEvent LogWriter::write(const Entry& entry, const NewDeletion& deletion)
{
    const auto& [event, room, author, target] = entry;
    m_append(placeOf(room.id, room.head), room.n, int(EventKind::Deletion), author, room.lastTime, event.nonce.text(),
             deletion.target.text(), nothing, nothing, nothing, nothing)
        .run();
    m_delete(target, room.head).run();
    return MessageDeleted{event.room, room.head, room.n, deletion.target, event.author, room.lastTime, event.nonce};
}

DurableEvent LogWriter::write(const Entry& entry, const NewTopic& topic)
{
    const auto& [event, room, author, target] = entry;
    room.topic = topic.text;
    m_append(placeOf(room.id, room.head), room.n, int(EventKind::Topic), author, room.lastTime, event.nonce.text(),
             nothing, event.authorName, topic.text, nothing, nothing)
        .run();
    return TopicChanged{event.room,       room.head,  room.n,        event.author,
                        event.authorName, topic.text, room.lastTime, event.nonce};
}

Result<RoomRecord> LogWriter::openRoom(const RoomName& name, bool create)
{
    RoomRecord record;
    record.name = name;
    if (const RoomTable::Row* room = m_rooms.find(name)) {
        record.log = room->log;
        record.head = room->head;
        record.n = room->n;
        record.topic = room->topic;
    } else if (const LogId* made = m_newcomers.rooms.find(name)) {
        record.log = *made;
    } else if (create) {
        record.log = LogId::random();
        m_newcomers.rooms.insert(name, record.log);
    } else {
        return noRoom(name);
    }
    record.members = m_people.membersOf(name);
    return record;
}

RoomSlice LogWriter::rooms(const RoomQuery& query)
{
    m_rooms.flush();
    const DirectoryKey after = query.after ? DirectoryKey(*query.after) : DirectoryKey();
    const qint64 reach = directoryReach(query);
    std::vector<RoomSummary> rooms = m_rooms.after(after, reach);
    const auto stored = std::ssize(rooms);
    m_newcomers.rooms.visitAfter(after, reach, [&](const RoomName& name) {
        if (std::ranges::find(m_newRooms, name) == m_newRooms.end()) // else it has just been stored
            rooms.push_back({name, {}, 0, 0, {}});
    });
    // Both parts are in order, and each comparison folds two names: sorting 2,000 would take milliseconds.
    std::ranges::inplace_merge(rooms, rooms.begin() + stored, [](const auto& a, const auto& b) {
        return DirectoryKey(a.room) < DirectoryKey(b.room);
    });
    return directoryPage(query, std::move(rooms));
}

IdentityRecord LogWriter::identity(const UserId& user)
{
    m_rooms.flush();
    return m_people.identity(user);
}

Result<MembershipSlice> LogWriter::memberships(const UserId& user, const RoomName& after)
{
    m_rooms.flush();
    return m_people.memberships(user, after);
}

Result<Membership> LogWriter::membership(const UserId& user, const RoomName& room)
{
    m_rooms.flush();
    return m_people.membership(user, room);
}

void LogWriter::saveMember(const RoomName& room, const MemberRecord& member, const QString& address)
{
    begin();
    m_people.enter(room, member, address);
}

void LogWriter::moveRead(const RoomName& room, const UserId& user, qint64 n)
{
    begin();
    m_people.moveRead(room, user, n);
}

void LogWriter::removeMember(const RoomName& room, const UserId& user)
{
    begin();
    m_people.leave(room, user);
}

void LogWriter::saveName(const UserId& user, const UserName& name)
{
    begin();
    m_people.rename(user, name);
}

void LogWriter::saveSeen(const UserId& user, qint64 when)
{
    begin();
    m_people.seen(user, when);
}

} // namespace parlance
