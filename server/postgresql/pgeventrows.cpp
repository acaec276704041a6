#include "postgresql/pgeventrows.h"

#include "storage/directorykey.h"
#include "storage/eventrows.h"

namespace parlance {

namespace {

constexpr PgStatement addAuthors{
    R"(INSERT INTO users ("user", name, silent) SELECT q.u, q.name, 0 FROM unnest($1::text[], $2::text[]) AS q(u, name))"
    R"( ORDER BY q.u ON CONFLICT ("user") DO UPDATE SET silent = 0, address = NULL)"};
constexpr PgStatement addEvents{
    "INSERT INTO events (place, n, kind, author, time, nonce, message, name, text, style, mentions)"
    " SELECT q.place, q.n, q.kind, coalesce(u.id, 0), q.time, q.nonce, q.message, q.name, q.text, q.style, q.mentions"
    " FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::text[], $5::bigint[], $6::text[], $7::text[],"
    " $8::text[], $9::text[], $10::text[], $11::text[])"
    " AS q(place, n, kind, author, time, nonce, message, name, text, style, mentions)"
    " LEFT JOIN users AS u ON u.user = q.author"};
constexpr PgStatement blankEvents{
    "UPDATE events SET text = NULL, mentions = NULL, gone = 1 WHERE place = ANY($1::bigint[])"};
constexpr PgStatement hideEvents{"UPDATE events SET deleted = 1 WHERE place = ANY($1::bigint[])"};
constexpr PgStatement addChanges{
    "INSERT INTO changes (place, rev, deleted, edited, text, mentions) SELECT * FROM unnest($1::bigint[],"
    " $2::bigint[], $3::smallint[], $4::bigint[], $5::text[], $6::text[])"
    " ON CONFLICT (place) DO UPDATE SET rev = excluded.rev, deleted = excluded.deleted, edited = "
    "coalesce(excluded.edited, changes.edited),"
    " text = excluded.text, mentions = excluded.mentions"};
constexpr PgStatement changeRooms{
    "UPDATE rooms AS r SET head = q.head, n = q.n, topic = q.topic, last_time = q.last_time,"
    " last_message = q.last_message, name = q.name, folded = q.folded, address = NULL"
    " FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::text[],"
    " $8::text[]) AS q(id, head, n, topic, last_time, last_message, name, folded) WHERE r.id = q.id"};
constexpr PgStatement addEntered{
    R"(INSERT INTO members (room, "user", read) SELECT r.id, u.id, q.read)"
    " FROM unnest($1::text[], $2::text[], $3::bigint[]) AS q(room, author, read)"
    " JOIN rooms AS r ON r.room = q.room JOIN users AS u ON u.user = q.author ON CONFLICT DO NOTHING"};

} // namespace

void PgEventRows::add(PgFacts& facts, const NewEvent& event, const DurableEvent& made)
{
    PgRoom& room = *facts.room(event.room);
    m_rooms.insert(event.room);
    room.head = seqOf(made);
    room.n = countOf(made);
    if (!event.author.isEmpty() && !facts.hasWritten(event.author))
        m_authors.emplace(event.author, event.authorName);
    if (event.authorship == Authorship::Present && !facts.isMember(room, event.author)) {
        m_entered.emplace(std::pair(event.room, event.author), room.n);
        m_names.insert_or_assign(event.author, event.authorName);
    }
    std::visit([&](const auto& e) { addEvent(room, e, facts); }, made);
    facts.took(event, made);
}

void PgEventRows::addRow(const Row& row)
{
    m_events[0].add(row.place);
    m_events[1].add(row.n);
    m_events[2].add(writtenKind(row.kind, m_level));
    m_events[3].add(row.author.text());
    m_events[4].add(row.time);
    m_events[5].add(row.nonce.text());
    m_events[6].add(row.message);
    m_events[7].add(row.name);
    m_events[8].add(row.text);
    m_events[9].add(row.style);
    m_events[10].add(row.mentions);
}

void PgEventRows::addEvent(PgRoom& room, const MessagePosted& message, PgFacts&)
{
    room.lastTime = message.timestamp;
    room.lastMessage = message.timestamp;
    m_wrote[{message.room, message.userId}] = message.n;
    addRow({.place = placeOf(room.number, message.seq),
            .n = message.n,
            .kind = EventKind::Message,
            .author = message.userId,
            .time = message.timestamp,
            .nonce = message.nonce,
            .message = message.id.text(),
            .name = message.username,
            .text = message.text,
            .style = message.style,
            .mentions = packMentions(message.mentions)});
}

void PgEventRows::addEvent(PgRoom& room, const MessageEdited& edit, PgFacts& facts)
{
    room.lastTime = edit.timestamp;
    const auto mentions = packMentions(edit.mentions);
    addRow({.place = placeOf(room.number, edit.seq),
            .n = edit.n,
            .kind = EventKind::Edit,
            .author = edit.userId,
            .time = edit.timestamp,
            .nonce = edit.nonce,
            .message = edit.id.text(),
            .text = edit.text,
            .mentions = mentions});
    change(facts.target(edit.id), {edit.seq, false, edit.timestamp, edit.text, mentions});
}

void PgEventRows::addEvent(PgRoom& room, const MessageDeleted& deletion, PgFacts& facts)
{
    room.lastTime = deletion.timestamp;
    addRow({.place = placeOf(room.number, deletion.seq),
            .n = deletion.n,
            .kind = EventKind::Deletion,
            .author = deletion.userId,
            .time = deletion.timestamp,
            .nonce = deletion.nonce,
            .message = deletion.id.text()});
    change(facts.target(deletion.id), {deletion.seq, true, {}, {}, {}});
}

void PgEventRows::addEvent(PgRoom& room, const TopicChanged& topic, PgFacts&)
{
    room.lastTime = topic.timestamp;
    room.topic = topic.text;
    addRow({.place = placeOf(room.number, topic.seq),
            .n = topic.n,
            .kind = EventKind::Topic,
            .author = topic.userId,
            .time = topic.timestamp,
            .nonce = topic.nonce,
            .name = topic.username,
            .text = topic.text});
}

void PgEventRows::addEvent(PgRoom& room, const RoomChanged& change, PgFacts&)
{
    room.lastTime = change.timestamp;
    room.name = change.name;
    addRow({.place = placeOf(room.number, change.seq),
            .n = change.n,
            .kind = EventKind::RoomChange,
            .author = change.by ? change.by->id : UserId(),
            .time = change.timestamp,
            .nonce = change.nonce,
            .name = change.by ? std::optional(change.by->username) : std::nullopt,
            .text = change.name.text()});
}

/// The event that has the former text loses it.
void PgEventRows::change(const PgFacts::Target& target, Change change)
{
    m_blanked.add(target.text);
    auto& known = m_changes[target.place];
    if (change.isDeleted)
        change.edited = known.edited; // by an edit of the same run; an older one is in the table
    known = std::move(change);
}

void PgEventRows::send(PgConnection& connection, PgFacts& facts, PgNotices& notices)
{
    if (m_rooms.empty())
        return;
    if (!m_authors.empty()) {
        PgArray users;
        PgArray names;
        for (const auto& [user, name] : m_authors) {
            users.add(user.text());
            names.add(name);
        }
        connection.send(addAuthors, users, names);
    }
    std::apply([&](const auto&... columns) { connection.send(addEvents, columns...); }, m_events);
    if (!m_blanked.isEmpty()) {
        connection.send(blankEvents, m_blanked);
        sendChanges(connection);
    }
    sendRooms(connection, facts);
    sendMembers(connection);
    for (const auto& [who, n] : m_entered)
        notices.add({.kind = Notice::Kind::Entered,
                     .room = who.first,
                     .user = who.second,
                     .name = m_names.at(who.second),
                     .n = n});
}

void PgEventRows::sendRooms(PgConnection& connection, PgFacts& facts)
{
    std::array<PgArray, 8> columns;
    for (const RoomId& id : m_rooms) {
        const PgRoom& room = *facts.room(id);
        columns[0].add(room.number);
        columns[1].add(room.head);
        columns[2].add(room.n);
        columns[3].add(room.topic);
        columns[4].add(room.lastTime);
        columns[5].add(room.lastMessage);
        columns[6].add(room.name.text());
        columns[7].add(directoryKey(room.name));
    }
    std::apply([&](const auto&... all) { connection.send(changeRooms, all...); }, columns);
}

void PgEventRows::sendChanges(PgConnection& connection)
{
    std::array<PgArray, 6> columns;
    PgArray hidden;
    for (const auto& [place, change] : m_changes) {
        if (change.isDeleted)
            hidden.add(place);
        columns[0].add(place);
        columns[1].add(change.rev);
        columns[2].add(int(change.isDeleted));
        columns[3].add(change.edited);
        columns[4].add(change.text);
        columns[5].add(change.mentions);
    }
    std::apply([&](const auto&... all) { connection.send(addChanges, all...); }, columns);
    if (!hidden.isEmpty())
        connection.send(hideEvents, hidden);
}

/// A message is read by its author.
void PgEventRows::sendMembers(PgConnection& connection)
{
    if (!m_entered.empty()) {
        const MarkColumns entered(m_entered);
        connection.send(addEntered, entered.rooms, entered.users, entered.marks);
    }
    sendReadMarks(connection, m_wrote);
}

} // namespace parlance
