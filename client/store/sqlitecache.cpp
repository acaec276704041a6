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
        , insertRoom(db, "INSERT INTO rooms (name, log, head, n, read, topic) VALUES (?, '', 0, 0, 0, '') RETURNING id")
        , updateRoom(db, "UPDATE rooms SET log = ?, head = ?, n = ?, read = ?, topic = ? WHERE id = ?")
        , removeRoom(db, "DELETE FROM rooms WHERE id = ?")
        , saveMessage(db, "INSERT OR REPLACE INTO messages (place, n, id, body) VALUES (?, ?, ?, ?)")
        , removeMessages(db, "DELETE FROM messages WHERE place BETWEEN ? AND ?")
        , saveWritten(db, "INSERT INTO outbox (nonce, room, kind, target, text, style, user, was_sent, problem_code,"
                          " problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (nonce) DO UPDATE SET"
                          " user = excluded.user, was_sent = excluded.was_sent,"
                          " problem_code = excluded.problem_code, problem = excluded.problem")
        , removeWritten(db, "DELETE FROM outbox WHERE nonce = ?")
        , saveDraft(db, "INSERT OR REPLACE INTO drafts (room, text) VALUES (?, ?)")
        , removeDraft(db, "DELETE FROM drafts WHERE room = ?")
        , saveEdit(db, "INSERT OR REPLACE INTO edits (room, message, before, text) VALUES (?, ?, ?, ?)")
        , removeEdit(db, "DELETE FROM edits WHERE room = ?")
    {}

    Statement page, pageAfter, message, saveIdentity, insertRoom, updateRoom, removeRoom, saveMessage, removeMessages,
        saveWritten, removeWritten, saveDraft, removeDraft, saveEdit, removeEdit;
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
    Statement rooms(*m_database, "SELECT id, name FROM rooms");
    Cursor row = rooms();
    while (row.next()) {
        if (const auto name = RoomName::parse(row.text(1)))
            m_ids.emplace(*name, row.number(0));
    }
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

qint64 SqliteCache::idOf(const RoomName& room) const
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
    for (Cursor row = drafts(); row.next();) {
        if (const auto room = RoomName::parse(row.text(0)))
            state.drafts.emplace(*room, row.text(1));
    }
    Statement edits(*m_database, "SELECT room, message, before, text FROM edits");
    for (Cursor row = edits(); row.next();) {
        if (const auto room = RoomName::parse(row.text(0)))
            state.edits.emplace(*room, EditDraft{MessageId(row.bytes(1)), row.text(2), row.text(3)});
    }
}

void SqliteCache::loadRooms(CachedState& state, qint64 messages)
{
    Statement rooms(*m_database, "SELECT name, log, head, n, read, topic FROM rooms WHERE log <> ''");
    Cursor row = rooms();
    while (row.next()) {
        const auto name = RoomName::parse(row.text(0));
        if (!name)
            continue;
        CachedRoom room{*name, LogId(row.bytes(1)), row.number(2), row.number(3), row.number(4), row.text(5), {}};
        const qint64 unread = std::min<qint64>(room.n - room.read, limits::historyPage);
        room.messages = messagesBefore(room.name, room.head + 1, room.n + 1, std::max(messages, unread));
        state.rooms.push_back(std::move(room));
    }
}

void SqliteCache::loadOutbox(CachedState& state)
{
    Statement outbox(*m_database, "SELECT nonce, room, kind, target, text, style, user, was_sent, problem_code, problem"
                                  " FROM outbox ORDER BY position");
    Cursor row = outbox();
    while (row.next()) {
        const auto room = RoomName::parse(row.text(1));
        if (!room)
            continue;
        Written written{Nonce(row.bytes(0)),
                        *room,
                        Written::Kind(row.number(2)),
                        MessageId(row.bytes(3)),
                        row.text(4),
                        row.optionalText(5),
                        UserId(row.bytes(6)),
                        row.number(7) != 0,
                        {}};
        if (!row.isNull(8)) {
            const auto code = errorCode(row.bytes(8).toStdString());
            written.problem = Error{code.value_or(ErrorCode::Internal), row.text(9), {}};
        }
        state.outbox.push_back(std::move(written));
    }
}

std::vector<MessageState> SqliteCache::messagesBefore(const RoomName& room, qint64 seq, qint64 n, qint64 count)
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

std::vector<MessageState> SqliteCache::messagesAfter(const RoomName& room, qint64 seq, qint64 n, qint64 count)
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

std::optional<MessageState> SqliteCache::messageAt(const RoomName& room, qint64 seq)
{
    const qint64 id = idOf(room);
    Cursor row = m_statements->page(placeOf(id, seq), placeOf(id, seq), 1);
    return id > 0 && row.next() ? messageIn(row.bytes(1)) : std::nullopt;
}

Searched SqliteCache::search(const RoomName& room, const QString& text, qint64 seq, qint64 most)
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

std::optional<MessageState> SqliteCache::message(const RoomName& room, const MessageId& id)
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
    qint64& id = m_ids[room.name];
    if (id == 0) {
        Cursor row = writing().insertRoom(room.name.text());
        id = row.next() ? row.number(0) : 0;
    }
    writing().updateRoom(room.log.text(), room.head, room.n, room.read, room.topic, id).run();
}

void SqliteCache::removeRoom(const RoomName& room)
{
    removeMessages(room);
    writing().removeRoom(idOf(room)).run();
    m_ids.erase(room);
}

void SqliteCache::saveMessage(const RoomName& room, const MessageState& message)
{
    if (const qint64 id = idOf(room); id > 0)
        writing().saveMessage(placeOf(id, message.seq), message.n, message.id.text(), bodyOf(message)).run();
}

void SqliteCache::removeMessages(const RoomName& room)
{
    const qint64 id = idOf(room);
    writing().removeMessages(placeOf(id, 0), placeOf(id + 1, 0) - 1).run();
}

void SqliteCache::saveWritten(const Written& w)
{
    writing()
        .saveWritten(w.nonce.text(), w.room.text(), int(w.kind), w.target.text(), w.text, w.style, w.userId.text(),
                     w.wasSent, codeOf(w.problem), textOf(w.problem))
        .run();
}

void SqliteCache::removeWritten(const Nonce& nonce)
{
    writing().removeWritten(nonce.text()).run();
}

void SqliteCache::saveDraft(const RoomName& room, const QString& text)
{
    if (text.isEmpty())
        writing().removeDraft(room.text()).run();
    else
        writing().saveDraft(room.text(), text).run();
}

void SqliteCache::saveEdit(const RoomName& room, const std::optional<EditDraft>& edit)
{
    if (edit)
        writing().saveEdit(room.text(), edit->message.text(), edit->before, edit->text).run();
    else
        writing().removeEdit(room.text()).run();
}

} // namespace parlance::client
