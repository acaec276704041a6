#include "postgresql/pgsqlsession.h"

namespace parlance {

namespace {

constexpr PgStatement findTime{"SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"};

void addValue(PgParameters& parameters, const SqlValue& value)
{
    if (const auto* number = std::get_if<qint64>(&value))
        parameters.add(*number);
    else if (const auto* text = std::get_if<QByteArray>(&value))
        parameters.add(*text);
    else
        parameters.add(std::optional<QByteArray>());
}

} // namespace

qint64 PgSqlSession::time(qint64 callers)
{
    const qint64 now = m_connection.number(findTime);
    return now > 0 ? now : callers; // the connection has failed, and nothing of this will count
}

std::vector<SqlRow> PgSqlSession::run(const SqlStatement& statement, const std::vector<SqlValue>& values)
{
    PgParameters parameters;
    for (const SqlValue& value : values)
        addValue(parameters, value);
    m_connection.send(statement, parameters);
    std::vector<SqlRow> rows;
    for (PgRows found = std::move(m_connection.receive().back()); found.next();) {
        SqlRow& row = rows.emplace_back();
        for (int column = 0; column < found.columns(); ++column)
            row.add(found.isNull(column) ? std::nullopt : std::optional(found.bytes(column)));
    }
    return rows;
}

} // namespace parlance
