#pragma once

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

struct pg_result;

namespace parlance {

/// What a statement has found, read row by row as with a Cursor of SQLite's (sqlite/database.h), so that the functions
/// that read events, messages and memberships serve both.
class PgRows {
  public:
    PgRows() = default; ///< no rows
    /// Takes over the result.
    explicit PgRows(pg_result* result);

    /// The next row, if there is one.
    bool next();

    int columns() const;

    /// How many rows the statement has changed.
    qint64 changed() const;

    // Of the row that next() has found.
    bool isNull(int column) const;
    qint64 number(int column) const;
    QString text(int column) const;
    QByteArray bytes(int column) const;
    std::optional<QString> optionalText(int column) const;

  private:
    struct Free {
        void operator()(pg_result* result) const;
    };
    QByteArrayView value(int column) const;

    std::unique_ptr<pg_result, Free> m_result;
    int m_row = -1;
};

} // namespace parlance
