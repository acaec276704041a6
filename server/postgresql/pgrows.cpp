#include "postgresql/pgrows.h"

#include "base/utf8.h"
#include "postgresql/libpq.h"

namespace parlance {

PgRows::PgRows(pg_result* result)
    : m_result(result)
{}

void PgRows::Free::operator()(pg_result* result) const
{
    libpq().PQclear(result);
}

bool PgRows::next()
{
    if (!m_result || m_row + 1 >= libpq().PQntuples(m_result.get()))
        return false;
    ++m_row;
    return true;
}

int PgRows::columns() const
{
    return m_result ? libpq().PQnfields(m_result.get()) : 0;
}

qint64 PgRows::changed() const
{
    return m_result ? QByteArrayView(libpq().PQcmdTuples(m_result.get())).toLongLong() : 0;
}

QByteArrayView PgRows::value(int column) const
{
    return {libpq().PQgetvalue(m_result.get(), m_row, column), libpq().PQgetlength(m_result.get(), m_row, column)};
}

bool PgRows::isNull(int column) const
{
    return libpq().PQgetisnull(m_result.get(), m_row, column) != 0;
}

qint64 PgRows::number(int column) const
{
    return value(column).toLongLong();
}

QString PgRows::text(int column) const
{
    return fromUtf8(value(column));
}

QByteArray PgRows::bytes(int column) const
{
    return value(column).toByteArray();
}

std::optional<QString> PgRows::optionalText(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(text(column));
}

} // namespace parlance
