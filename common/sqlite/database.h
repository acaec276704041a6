#pragma once

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

struct sqlite3;
struct sqlite3_stmt;

namespace parlance {

/// One connection to an SQLite file. Used by one thread at a time.
///
/// Errors stick: after the first one every statement does nothing and finds nothing until recover(). So a transaction
/// is written without a test after each step, and is judged once, before its commit.
class Database {
  public:
    enum class Access { ReadOnly, ReadWrite };

    /// Opens; makes the file if it is not there and may be written. Look at failed() next.
    Database(const QString& path, Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    bool failed() const { return m_error != 0; }
    int error() const { return m_error; } ///< SQLite's extended result code; 0: none
    const QString& errorText() const { return m_errorText; }
    bool isDamaged() const; ///< the error is that the file is not as a database must be
    bool isFull() const;    ///< the error is that the disk is full: a transaction that it ended is certainly undone
    /// Makes it usable again: the error is forgotten, an open transaction undone.
    void recover();

    /// One statement whose rows nobody wants.
    void execute(const std::string& sql);
    /// The first column of the first row; 0 if there is none.
    qint64 number(std::string_view sql);

    bool inTransaction() const;
    bool isReadOnly() const;

    /// Writes the write-ahead log back once it has grown large; outside of transactions.
    void checkpointIfLarge();

    /// Writes the write-ahead log back and empties the file, which may hold what a transaction has overwritten; outside
    /// of transactions. False if somebody still reads from it: to be tried again.
    bool emptyLog();

    /// Makes `target`, which is empty, the same, page by page, as of one moment. Whoever writes meanwhile waits for
    /// nothing. What goes wrong is the target's error.
    void copyTo(Database& target);

    sqlite3* handle() const { return m_handle; }

  private:
    friend class Statement;
    friend class Cursor;
    void note(int result);

    sqlite3* m_handle = nullptr;
    int m_logPages = 0;     // of the write-ahead log after the last commit
    int m_restartPages = 0; // from this many on it is to begin anew
    int m_error = 0;
    QString m_errorText;
};

/// The rows of a statement that is being run. Goes before its statement is run again.
class Cursor {
  public:
    ~Cursor();
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    /// The next row, if there is one.
    bool next();
    /// To the end, for a statement without rows.
    void run();

    int columns() const;

    // Of the row that next() has found.
    bool isNull(int column) const;
    qint64 number(int column) const;
    QString text(int column) const;
    QByteArray bytes(int column) const;
    std::optional<QString> optionalText(int column) const;

  private:
    friend class Statement;
    Cursor(Database& database, sqlite3_stmt* statement)
        : m_database(database)
        , m_statement(statement)
    {}
    Database& m_database;
    sqlite3_stmt* m_statement;
};

/// A prepared statement, kept for as long as its connection is used.
class Statement {
  public:
    Statement(Database& database, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Runs it with these parameters: qint64, int, bool, QString, QByteArray (as text), optional of these.
    template <class... Values>
    Cursor operator()(const Values&... values)
    {
        int at = 0;
        (bind(++at, values), ...);
        return Cursor(m_database, m_statement);
    }

    /// The same where their number is not known: a range of variants of these, of which std::monostate is NULL.
    template <class Range>
    Cursor with(const Range& values)
    {
        int at = 0;
        for (const auto& value : values)
            std::visit([this, place = ++at](const auto& v) { this->bind(place, v); }, value);
        return Cursor(m_database, m_statement);
    }

  private:
    void bind(int at, std::monostate) { bindNull(at); }
    void bind(int at, qint64 value);
    void bind(int at, int value) { bind(at, qint64(value)); }
    void bind(int at, bool value) { bind(at, qint64(value)); }
    void bind(int at, const QByteArray& value);
    void bind(int at, const QString& value) { bind(at, value.toUtf8()); }
    void bindNull(int at);
    template <class T>
    void bind(int at, const std::optional<T>& value)
    {
        if (value)
            bind(at, *value);
        else
            bindNull(at);
    }

    Database& m_database;
    sqlite3_stmt* m_statement = nullptr;
};

} // namespace parlance
