#include "sqlite/database.h"

#include "base/faultpoint.h"
#include "base/utf8.h"
#include "sqlite/tidyvfs.h"

#include <sqlite3.h>

namespace parlance {

namespace {

constexpr int lockPatience = 5'000; // ms; a checkpoint and a reader may meet for an instant
constexpr int checkpointPages = 1'000;
constexpr int restartPages = 16'000;
constexpr int restartPatience = 50; // ms; a backup reads for much longer

} // namespace

Database::Database(const QString& path, Access access)
    : m_restartPages(restartPages)
{
    const int flags = access == Access::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    note(sqlite3_open_v2(path.toUtf8().constData(), &m_handle, flags | SQLITE_OPEN_NOMUTEX, tidyVfs()));
    if (failed())
        return;
    sqlite3_extended_result_codes(m_handle, 1);
    sqlite3_busy_timeout(m_handle, lockPatience);
    // In the place of the one that would write the log back within a commit. PRAGMA wal_autocheckpoint would replace
    // it.
    sqlite3_wal_hook(
        m_handle,
        [](void* pages, sqlite3*, const char*, int count) {
            *static_cast<int*>(pages) = count;
            return SQLITE_OK;
        },
        &m_logPages);
}

Database::~Database()
{
    sqlite3_close_v2(m_handle);
}

void Database::note(int result)
{
    if (failed() || result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE)
        return;
    m_error = result;
    m_errorText = m_handle ? QString::fromUtf8(sqlite3_errmsg(m_handle)) : QStringLiteral("out of memory");
}

bool Database::isDamaged() const
{
    const int kind = m_error & 0xff;
    return kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB;
}

bool Database::isFull() const
{
    return (m_error & 0xff) == SQLITE_FULL;
}

void Database::recover()
{
    m_error = 0;
    m_errorText.clear();
    if (inTransaction()) // some errors have ended it already
        execute("ROLLBACK");
}

void Database::checkpointIfLarge()
{
    if (failed() || m_logPages < checkpointPages)
        return;
    faultPoint(FaultPoint::MidCheckpoint);
    // Readers never make it wait: what they still need stays, and is written back the next time. Only a log that has
    // grown very large waits a moment for them to leave, so that it can begin anew; in vain while a backup is read.
    const bool isVeryLarge = m_logPages >= m_restartPages;
    if (isVeryLarge)
        sqlite3_busy_timeout(m_handle, restartPatience);
    const int result = sqlite3_wal_checkpoint_v2(
        m_handle, nullptr, isVeryLarge ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    const int kind = result & 0xff;
    if (isVeryLarge) {
        sqlite3_busy_timeout(m_handle, lockPatience);
        m_restartPages = kind == SQLITE_BUSY ? m_logPages + restartPages / 4 : restartPages;
    }
    if (kind != SQLITE_BUSY && kind != SQLITE_LOCKED && kind != SQLITE_FULL) // the log holds everything still
        note(result);
}

bool Database::emptyLog()
{
    if (failed())
        return true;
    sqlite3_busy_timeout(m_handle, restartPatience);
    const int result = sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(m_handle, lockPatience);
    const int kind = result & 0xff;
    if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED || kind == SQLITE_FULL)
        return false;
    note(result);
    return true;
}

void Database::copyTo(Database& target)
{
    if (target.failed())
        return;
    // In one step: after a pause SQLite would begin anew whenever somebody has written meanwhile.
    sqlite3_backup* copy = sqlite3_backup_init(target.m_handle, "main", m_handle, "main");
    if (copy) {
        sqlite3_backup_step(copy, -1);
        sqlite3_backup_finish(copy);
    }
    target.note(sqlite3_extended_errcode(target.m_handle));
}

void Database::execute(const std::string& sql)
{
    if (!failed())
        note(sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr));
}

qint64 Database::number(std::string_view sql)
{
    Statement statement(*this, sql);
    Cursor rows = statement();
    return rows.next() ? rows.number(0) : 0;
}

bool Database::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

bool Database::isReadOnly() const
{
    return sqlite3_db_readonly(m_handle, "main") == 1;
}

Cursor::~Cursor()
{
    sqlite3_reset(m_statement);
}

bool Cursor::next()
{
    if (m_database.failed())
        return false;
    const int result = sqlite3_step(m_statement);
    m_database.note(result);
    return result == SQLITE_ROW;
}

void Cursor::run()
{
    while (next()) {
    }
}

int Cursor::columns() const
{
    return sqlite3_column_count(m_statement);
}

bool Cursor::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

qint64 Cursor::number(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QByteArray Cursor::bytes(int column) const
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    return {text, text ? sqlite3_column_bytes(m_statement, column) : 0};
}

QString Cursor::text(int column) const
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    return text ? fromUtf8({text, sqlite3_column_bytes(m_statement, column)}) : QString();
}

std::optional<QString> Cursor::optionalText(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(text(column));
}

Statement::Statement(Database& database, std::string_view sql)
    : m_database(database)
{
    if (database.failed())
        return;
    database.note(sqlite3_prepare_v3(database.handle(), sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                     &m_statement, nullptr));
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

void Statement::bind(int at, qint64 value)
{
    if (!m_database.failed())
        m_database.note(sqlite3_bind_int64(m_statement, at, value));
}

void Statement::bind(int at, const QByteArray& value)
{
    if (!m_database.failed()) {
        m_database.note(sqlite3_bind_text(m_statement, at, value.constData(), int(value.size()), SQLITE_TRANSIENT));
    }
}

void Statement::bindNull(int at)
{
    if (!m_database.failed())
        m_database.note(sqlite3_bind_null(m_statement, at));
}

} // namespace parlance
