#include "store/sqlitecache.h"

#include "json/read.h"
#include "json/write.h"
#include "protocol/limits.h"
#include "protocol/wiretypes.h"
#include "store/cacheschema.h"

#include <QFile>

#include <algorithm>

namespace parlance::client {

namespace {

constexpr int roomShift = 32;

qint64 placeOf(qint64 room, qint64 seq)
{
    return room << roomShift | seq;
}

QByteArray bodyOf(const MessageState& message)
{
    json::Writer writer;
    json::Writing<MessageState>::write(writer, message);
    return writer.take();
}

/// Nothing if it is not as this program writes it; then it is as good as not here.
std::optional<MessageState> messageIn(const QByteArray& body)
{
    const auto object = json::parseObject(body);
    MessageState message;
    json::Reader reader;
    if (!object || !json::readFields(*object, message, reader))
        return {};
    return message;
}

std::optional<QString> codeOf(const std::optional<Error>& problem)
{
    if (!problem)
        return {};
    const std::string_view name = info(problem->code).name;
    return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

std::optional<QString> textOf(const std::optional<Error>& problem)
{
    return problem ? std::optional(problem->message) : std::nullopt;
}

} // namespace

struct SqliteCache::Statements {
    explicit Statements(Database& db)
        : page(db, "SELECT n, body FROM messages WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT ?")
        , pageAfter(db, "SELECT n, body FROM messages WHERE place BETWEEN ? AND ? ORDER BY place LIMIT ?")
        , message(db, "SELECT body FROM messages WHERE id = ? AND place BETWEEN ? AND ?")
        , saveIdentity(db, "INSERT OR REPLACE INTO identity (id, user, name, server) VALUES (1, ?, ?, ?)")
        , insertRoom(db, "INSERT INTO rooms (room, name, owner, log, head, n, read, topic)"
                         " VALUES (?, '', 0, '', 0, 0, 0, '') RETURNING id")
        , updateRoom(db, "UPDATE rooms SET name = ?, owner = ?, log = ?, head = ?, n = ?, read = ?, topic = ?"
                         " WHERE id = ?")
        , removeRoom(db, "DELETE FROM rooms WHERE id = ?")
        , saveMessage(db, "INSERT OR REPLACE INTO messages (place, n, id, body) VALUES (?, ?, ?, ?)")
        , removeMessages(db, "DELETE FROM messages WHERE place BETWEEN ? AND ?")
        , saveWritten(db, "INSERT INTO outbox (nonce, room, name, kind, target, text, style, user, was_sent,"
                          " problem_code, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (nonce) DO"
                          " UPDATE SET room = excluded.room, name = excluded.name, user = excluded.user, was_sent = "
                          "excluded.was_sent,"
                          " problem_code = excluded.problem_code, problem = excluded.problem")
        , removeWritten(db, "DELETE FROM outbox WHERE nonce = ?")
        , saveDraft(db, "INSERT OR REPLACE INTO drafts (room, text) VALUES (?, ?)")
        , removeDraft(db, "DELETE FROM drafts WHERE room = ?")
        , removeNamedDraft(db, "DELETE FROM named_drafts WHERE name = ?")
        , roomOnceCalled(db, "SELECT room FROM called WHERE name = ?")
        , saveEdit(db, "INSERT OR REPLACE INTO edits (room, message, before, text) VALUES (?, ?, ?, ?)")
        , removeEdit(db, "DELETE FROM edits WHERE room = ?")
    {}

    Statement page, pageAfter, message, saveIdentity, insertRoom, updateRoom, removeRoom, saveMessage, removeMessages,
        saveWritten, removeWritten, saveDraft, removeDraft, removeNamedDraft, roomOnceCalled, saveEdit, removeEdit;
};

Result<std::unique_ptr<SqliteCache>> SqliteCache::open(const QString& path)
{
    QFile file(path); // before SQLite makes it as everybody may read it
    if (!file.exists() && file.open(QIODevice::WriteOnly))
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.close();
    auto database = openForWriting(path, cacheSchema, Durability::Normal);
    if (!database)
        return database.error();
    std::unique_ptr<SqliteCache> cache(new SqliteCache(path, *std::move(database)));
    if (const auto fault = cache->fault())
        return *fault;
    return cache;
}

SqliteCache::SqliteCache(QString path, std::unique_ptr<Database> database)
    : m_path(std::move(path))
    , m_database(std::move(database))
    , m_statements(std::make_unique<Statements>(*m_database))
{
    Statement rooms(*m_database, "SELECT id, room FROM rooms");
    Cursor row = rooms();
    while (row.next())
        m_ids.emplace(RoomId(row.bytes(1)), row.number(0));
}

SqliteCache::~SqliteCache()
{
    commit();
}

SqliteCache::Statements& SqliteCache::writing()
{
    if (!m_database->inTransaction())
        m_database->execute("BEGIN IMMEDIATE");
    return *m_statements;
}

void SqliteCache::commit()
{
    if (m_database->failed() || !m_database->inTransaction())
        return;
    m_database->execute("COMMIT");
    m_database->checkpointIfLarge();
}

std::optional<Error> SqliteCache::fault() const
{
    return m_database->failed() ? std::optional(faultOf(*m_database, m_path)) : std::nullopt;
}

qint64 SqliteCache::idOf(const RoomId& room) const
{
    const auto found = m_ids.find(room);
    return found == m_ids.end() ? 0 : found->second;
}

CachedState SqliteCache::load(qint64 messages)
{
    CachedState state;
    Statement identity(*m_database, "SELECT user, name, server FROM identity");
    if (Cursor row = identity(); row.next()) {
        state.userId = UserId(row.bytes(0));
        state.username = row.text(1);
        state.serverName = row.text(2);
    }
    loadRooms(state, messages);
    loadOutbox(state);
    loadDrafts(state);
    return state;
}

void SqliteCache::loadDrafts(CachedState& state)
{
    Statement drafts(*m_database, "SELECT room, text FROM drafts");
    for (Cursor row = drafts(); row.next();)
        state.drafts.emplace(RoomId(row.bytes(0)), row.text(1));
    Statement named(*m_database, "SELECT name, text FROM named_drafts");
    for (Cursor row = named(); row.next();) {
        if (const auto name = RoomName::parse(row.text(0)))
            state.namedDrafts.emplace(*name, row.text(1));
    }
    Statement edits(*m_database, "SELECT room, message, before, text FROM edits");
    for (Cursor row = edits(); row.next();)
        state.edits.emplace(RoomId(row.bytes(0)), EditDraft{MessageId(row.bytes(1)), row.text(2), row.text(3)});
}

void SqliteCache::loadRooms(CachedState& state, qint64 messages)
{
    Statement rooms(*m_database, "SELECT room, name, owner, log, head, n, read, topic FROM rooms WHERE log <> ''");
    Cursor row = rooms();
    while (row.next()) {
        const auto name = RoomName::parse(row.text(1));
        if (!name)
            continue;
        CachedRoom room;
        room.room = RoomId(row.bytes(0));
        room.name = *name;
        room.isOwner = row.number(2) != 0;
        room.log = LogId(row.bytes(3));
        room.head = row.number(4);
        room.n = row.number(5);
        room.read = row.number(6);
        room.topic = row.text(7);
        const qint64 unread = std::min<qint64>(room.n - room.read, limits::historyPage);
        room.messages = messagesBefore(room.room, room.head + 1, room.n + 1, std::max(messages, unread));
        state.rooms.push_back(std::move(room));
    }
}

void SqliteCache::loadOutbox(CachedState& state)
{
    Statement outbox(*m_database, "SELECT nonce, room, name, kind, target, text, style, user, was_sent, problem_code,"
                                  " problem FROM outbox ORDER BY position");
    Cursor row = outbox();
    while (row.next()) {
        Written written{Nonce(row.bytes(0)),
                        RoomId(row.bytes(1)),
                        {},
                        Written::Kind(row.number(3)),
                        MessageId(row.bytes(4)),
                        row.text(5),
                        row.optionalText(6),
                        UserId(row.bytes(7)),
                        row.number(8) != 0,
                        {}};
        if (const auto name = RoomName::parse(row.text(2)))
            written.name = *name;
        if (written.room.isEmpty() && written.name.isEmpty())
            continue;
        if (!row.isNull(9)) {
            const auto code = errorCode(row.bytes(9).toStdString());
            written.problem = Error{code.value_or(ErrorCode::Internal), row.text(10), {}};
        }
        state.outbox.push_back(std::move(written));
    }
}

std::vector<MessageState> SqliteCache::messagesBefore(const RoomId& room, qint64 seq, qint64 n, qint64 count)
{
    std::vector<MessageState> messages;
    const qint64 id = idOf(room);
    Cursor row = m_statements->page(placeOf(id, 0), placeOf(id, seq) - 1, count);
    while (id > 0 && row.next() && row.number(0) == n - 1 - std::ssize(messages)) {
        auto message = messageIn(row.bytes(1));
        if (!message)
            break;
        messages.push_back(*std::move(message));
    }
    std::ranges::reverse(messages);
    return messages;
}

std::vector<MessageState> SqliteCache::messagesAfter(const RoomId& room, qint64 seq, qint64 n, qint64 count)
{
    std::vector<MessageState> messages;
    const qint64 id = idOf(room);
    Cursor row = m_statements->pageAfter(placeOf(id, seq) + 1, placeOf(id + 1, 0) - 1, count);
    while (id > 0 && row.next() && row.number(0) == n + 1 + std::ssize(messages)) {
        auto message = messageIn(row.bytes(1));
        if (!message)
            break;
        messages.push_back(*std::move(message));
    }
    return messages;
}

std::optional<MessageState> SqliteCache::messageAt(const RoomId& room, qint64 seq)
{
    const qint64 id = idOf(room);
    Cursor row = m_statements->page(placeOf(id, seq), placeOf(id, seq), 1);
    return id > 0 && row.next() ? messageIn(row.bytes(1)) : std::nullopt;
}

Searched SqliteCache::search(const RoomId& room, const QString& text, qint64 seq, qint64 most)
{
    Searched searched;
    const qint64 id = idOf(room);
    qint64 looked = 0;
    Cursor row = m_statements->page(placeOf(id, 0), placeOf(id, seq) - 1, most);
    while (id > 0 && row.next()) {
        ++looked;
        const auto message = messageIn(row.bytes(1));
        if (!message)
            continue;
        searched.rest = message->seq;
        if (message->text && message->text->contains(text, Qt::CaseInsensitive))
            searched.found.push_back(message->seq);
    }
    if (looked < most)
        searched.rest = 0;
    return searched;
}

std::optional<MessageState> SqliteCache::message(const RoomId& room, const MessageId& id)
{
    const qint64 roomId = idOf(room);
    Cursor row = m_statements->message(id.text(), placeOf(roomId, 0), placeOf(roomId + 1, 0) - 1);
    return roomId > 0 && row.next() ? messageIn(row.bytes(0)) : std::nullopt;
}

void SqliteCache::saveIdentity(const UserId& userId, const QString& username, const QString& serverName)
{
    writing().saveIdentity(userId.text(), username, serverName).run();
}

void SqliteCache::saveRoom(const CachedRoom& room)
{
    qint64& id = m_ids[room.room];
    if (id == 0) {
        Cursor row = writing().insertRoom(room.room.text());
        id = row.next() ? row.number(0) : 0;
    }
    writing()
        .updateRoom(room.name.text(), room.isOwner, room.log.text(), room.head, room.n, room.read, room.topic, id)
        .run();
}

void SqliteCache::removeRoom(const RoomId& room)
{
    removeMessages(room);
    writing().removeRoom(idOf(room)).run();
    m_ids.erase(room);
}

void SqliteCache::saveMessage(const RoomId& room, const MessageState& message)
{
    if (const qint64 id = idOf(room); id > 0)
        writing().saveMessage(placeOf(id, message.seq), message.n, message.id.text(), bodyOf(message)).run();
}

void SqliteCache::removeMessages(const RoomId& room)
{
    const qint64 id = idOf(room);
    writing().removeMessages(placeOf(id, 0), placeOf(id + 1, 0) - 1).run();
}

void SqliteCache::saveWritten(const Written& w)
{
    writing()
        .saveWritten(w.nonce.text(), w.room.text(), w.name.text(), int(w.kind), w.target.text(), w.text, w.style,
                     w.userId.text(), w.wasSent, codeOf(w.problem), textOf(w.problem))
        .run();
}

void SqliteCache::removeWritten(const Nonce& nonce)
{
    writing().removeWritten(nonce.text()).run();
}

void SqliteCache::saveDraft(const RoomId& room, const QString& text)
{
    if (text.isEmpty())
        writing().removeDraft(room.text()).run();
    else
        writing().saveDraft(room.text(), text).run();
}

void SqliteCache::removeNamedDraft(const RoomName& name)
{
    writing().removeNamedDraft(name.text()).run();
}

RoomId SqliteCache::roomOnceCalled(const RoomName& name)
{
    Cursor row = m_statements->roomOnceCalled(name.text());
    return row.next() ? RoomId(row.bytes(0)) : RoomId();
}

void SqliteCache::saveEdit(const RoomId& room, const std::optional<EditDraft>& edit)
{
    if (edit)
        writing().saveEdit(room.text(), edit->message.text(), edit->before, edit->text).run();
    else
        writing().removeEdit(room.text()).run();
}

} // namespace parlance::client
