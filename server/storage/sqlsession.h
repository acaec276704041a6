#pragma once

#include "base/utf8.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <variant>
#include <vector>

namespace parlance {

/// A statement in what SQLite and PostgreSQL have in common. Its parameters are $1, $2 ... in the order in which they
/// first appear, and it has no other `$`. To be a constant: a session that prepares it knows it by its address.
struct SqlStatement {
    const char* sql;
};

/// A parameter. Bytes are text in UTF-8.
using SqlValue = std::variant<std::monostate, qint64, QByteArray>;

/// A row that was found, its values in text form.
class SqlRow {
  public:
    void add(std::optional<QByteArray> value) { m_values.push_back(std::move(value)); }

    bool isNull(size_t column) const { return !m_values[column]; }
    qint64 number(size_t column) const { return bytes(column).toLongLong(); }
    QByteArray bytes(size_t column) const { return m_values[column].value_or(QByteArray()); }
    QString text(size_t column) const { return fromUtf8(bytes(column)); }

  private:
    std::vector<std::optional<QByteArray>> m_values;
};

/// A connection to either database, for tables that are looked at so seldom that their SQL need not be each database's
/// own. Errors stick to the connection, and then nothing is found. Used by the thread that has the connection.
class SqlSession {
  public:
    virtual ~SqlSession() = default;

    /// Runs the statement, and returns all rows that it has found.
    template <class... Values>
    std::vector<SqlRow> ask(const SqlStatement& statement, const Values&... values)
    {
        return run(statement, {valueOf(values)...});
    }

    /// The first row, if there is one.
    template <class... Values>
    std::optional<SqlRow> first(const SqlStatement& statement, const Values&... values)
    {
        std::vector<SqlRow> rows = ask(statement, values...);
        return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
    }

    /// What time it is, in ms since 1970: the database's own clock, if it has one, else the caller's.
    virtual qint64 time(qint64 callers) = 0;

  protected:
    virtual std::vector<SqlRow> run(const SqlStatement& statement, const std::vector<SqlValue>& values) = 0;

  private:
    static SqlValue valueOf(qint64 value) { return value; }
    static SqlValue valueOf(int value) { return qint64(value); }
    static SqlValue valueOf(bool value) { return qint64(value); }
    static SqlValue valueOf(const QByteArray& value) { return value; }
    static SqlValue valueOf(const QString& value) { return value.toUtf8(); }
};

} // namespace parlance
