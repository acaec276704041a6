#pragma once

#include "sqlite/database.h"
#include "storage/sqlsession.h"

#include <map>

namespace parlance {

/// A session of SQLite's. Statements are prepared when they are first asked for.
class SqliteSession final : public SqlSession {
  public:
    explicit SqliteSession(Database& database)
        : m_database(database)
    {}

    qint64 time(qint64 callers) override { return callers; }

  protected:
    std::vector<SqlRow> run(const SqlStatement& statement, const std::vector<SqlValue>& values) override;

  private:
    Database& m_database;
    std::map<const SqlStatement*, Statement> m_statements;
};

} // namespace parlance
