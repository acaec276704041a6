#pragma once

#include "postgresql/pgconnection.h"

namespace parlance {

/// A session of PostgreSQL's: each statement is waited for.
class PgSqlSession final : public SqlSession {
  public:
    explicit PgSqlSession(PgConnection& connection)
        : m_connection(connection)
    {}

    qint64 time(qint64 callers) override;

  protected:
    std::vector<SqlRow> run(const SqlStatement& statement, const std::vector<SqlValue>& values) override;

  private:
    PgConnection& m_connection;
};

} // namespace parlance
