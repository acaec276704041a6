#include "storage/sqlitesession.h"

#include <algorithm>
#include <string>

namespace parlance {

std::vector<SqlRow> SqliteSession::run(const SqlStatement& statement, const std::vector<SqlValue>& values)
{
    std::string sql = statement.sql;
    std::ranges::replace(sql, '$', '?'); // SQLite's numbered parameters
    Statement& prepared = m_statements.try_emplace(&statement, m_database, sql).first->second;
    std::vector<SqlRow> rows;
    for (Cursor found = prepared.with(values); found.next();) {
        SqlRow& row = rows.emplace_back();
        for (int column = 0; column < found.columns(); ++column)
            row.add(found.isNull(column) ? std::nullopt : std::optional(found.bytes(column)));
    }
    return rows;
}

} // namespace parlance
