#include "postgresql/pgconnection.h"

#include "postgresql/libpq.h"

#include <array>
#include <poll.h>

namespace parlance {

namespace {

using Clock = std::chrono::steady_clock;

/// What libpq says, in one line.
QString oneLine(const char* text)
{
    return QString::fromUtf8(text).simplified();
}

QByteArray nameOf(const PgStatement& statement)
{
    return QByteArray::number(quintptr(&statement), 36);
}

bool isGood(ExecStatusType status)
{
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

// The client's part of a connection comes before the admin's string, which may say otherwise.
constexpr std::array keywords{"connect_timeout",      "tcp_user_timeout",
                              "keepalives_idle",      "fallback_application_name",
                              "target_session_attrs", "dbname", // with the string in it
                              "client_encoding",      static_cast<const char*>(nullptr)};

/// Whether libpq can read it. What it says if not would repeat the string, with a password that is in it.
bool isConnectionString(const QByteArray& text)
{
    const bool isName = !text.contains('=') && !text.startsWith("postgresql://") && !text.startsWith("postgres://");
    PQconninfoOption* options = isName ? nullptr : libpq().PQconninfoParse(text.constData(), nullptr);
    const bool isGiven = isName || options;
    libpq().PQconninfoFree(options);
    return isGiven;
}

} // namespace

bool PgFailure::isPassing() const
{
    if (isLost())
        return true;
    for (const char* const passing : {"08", "40", "53", "55", "57"}) {
        if (state.startsWith(passing))
            return true;
    }
    return false;
}

Result<std::unique_ptr<PgConnection>> PgConnection::open(const QString& url)
{
    if (!libpq().problem.isEmpty())
        return Error{ErrorCode::Internal, libpq().problem, {}};
    const QByteArray text = url.toUtf8();
    if (!isConnectionString(text))
        return Error{ErrorCode::BadRequest,
                     QStringLiteral("this is not a connection string such as "
                                    "postgresql://parlance@db.example.org/parlance or service=parlance"),
                     {}};
    const std::array values{"5",          "5000",           "10",   "parlanced",
                            "read-write", text.constData(), "UTF8", static_cast<const char*>(nullptr)};
    std::unique_ptr<PgConnection> connection(
        new PgConnection(libpq().PQconnectdbParams(keywords.data(), values.data(), 1)));
    PGconn* raw = connection->m_connection;
    if (libpq().PQstatus(raw) != CONNECTION_OK)
        return Error{ErrorCode::Busy, oneLine(libpq().PQerrorMessage(raw)), {}};
    libpq().PQsetNoticeReceiver(
        raw, [](void*, const PGresult*) {}, nullptr);
    if (libpq().PQsetnonblocking(raw, 1) != 0 || libpq().PQenterPipelineMode(raw) != 1)
        return Error{ErrorCode::Internal, oneLine(libpq().PQerrorMessage(raw)), {}};
    return connection;
}

PgConnection::PgConnection(pg_conn* connection)
    : m_connection(connection)
{}

PgConnection::~PgConnection()
{
    libpq().PQfinish(m_connection);
}

int PgConnection::backend() const
{
    return libpq().PQbackendPID(m_connection);
}

int PgConnection::version() const
{
    return libpq().PQserverVersion(m_connection);
}

void PgConnection::send(const PgStatement& statement, const PgParameters& parameters)
{
    if (!failed() && !m_prepared.contains(&statement) && !m_preparing.contains(&statement))
        prepare(statement);
    m_sent.push_back({&statement, false});
    if (failed())
        return;
    const auto pointers = parameters.pointers();
    if (libpq().PQsendQueryPrepared(m_connection, nameOf(statement), parameters.count(), pointers.data(), nullptr,
                                    nullptr, 0) != 1)
        noteLost();
}

void PgConnection::prepare(const PgStatement& statement)
{
    if (libpq().PQsendPrepare(m_connection, nameOf(statement), statement.sql, 0, nullptr) != 1)
        return noteLost();
    m_preparing.insert(&statement);
    m_sent.push_back({&statement, true});
}

std::vector<PgRows> PgConnection::receive()
{
    const std::vector<Sent> sent = std::exchange(m_sent, {});
    std::vector<PgRows> rows;
    if (!failed() && libpq().PQpipelineSync(m_connection) != 1)
        noteLost();
    const bool isUnderWay = !failed();
    for (const Sent& one : sent) {
        PgRows found(isUnderWay ? nextResult() : nullptr);
        if (isUnderWay)
            libpq().PQclear(nextResult()); // null behind each result
        if (one.isPrepare && !failed())
            m_prepared.insert(one.statement);
        if (!one.isPrepare)
            rows.push_back(failed() ? PgRows() : std::move(found));
    }
    m_preparing.clear();
    if (isUnderWay)
        endPipeline();
    return rows;
}

/// Reads the answer to the pipeline's end, which comes behind an error of a statement, too.
void PgConnection::endPipeline()
{
    if (!await())
        return;
    PGresult* result = libpq().PQgetResult(m_connection);
    if (libpq().PQresultStatus(result) != PGRES_PIPELINE_SYNC)
        noteLost();
    libpq().PQclear(result);
}

/// Null where there is none, and once the connection is lost.
pg_result* PgConnection::nextResult()
{
    if (!await())
        return nullptr;
    PGresult* result = libpq().PQgetResult(m_connection);
    if (result && !isGood(libpq().PQresultStatus(result)) && !failed())
        note(result);
    return result;
}

/// Until there is a result. False if the connection is lost.
bool PgConnection::await()
{
    if (failed() && m_failure->isLost())
        return false;
    const auto start = Clock::now();
    bool wasSlow = false;
    for (;;) {
        const int left = libpq().PQflush(m_connection);
        if (left < 0)
            return noteLost(), false;
        if (left == 0 && libpq().PQisBusy(m_connection) == 0)
            return true;
        const auto waited = Clock::now() - start;
        if (waited > slow && !wasSlow) {
            wasSlow = true;
            if (m_onSlow)
                m_onSlow();
        }
        if (waited > patience)
            return noteLost(QStringLiteral("the server did not answer for %1 s").arg(patience.count())), false;
        if (!waitForSocket(std::chrono::milliseconds(200), left > 0) || libpq().PQconsumeInput(m_connection) != 1)
            return noteLost(), false;
    }
}

bool PgConnection::waitForSocket(std::chrono::milliseconds atMost, bool isWriting)
{
    pollfd socket{libpq().PQsocket(m_connection), short(POLLIN | (isWriting ? POLLOUT : 0)), 0};
    return socket.fd >= 0 && (::poll(&socket, 1, int(atMost.count())) >= 0 || errno == EINTR);
}

void PgConnection::note(const pg_result* result)
{
    if (libpq().PQstatus(m_connection) == CONNECTION_BAD)
        return noteLost(oneLine(libpq().PQresultErrorMessage(result)));
    const char* state = libpq().PQresultErrorField(result, PG_DIAG_SQLSTATE);
    m_failure = PgFailure{state ? state : "XX000", oneLine(libpq().PQresultErrorMessage(result))};
}

void PgConnection::noteLost(const QString& why)
{
    m_failure = PgFailure{{}, why.isEmpty() ? oneLine(libpq().PQerrorMessage(m_connection)) : why};
}

void PgConnection::recover()
{
    if (!failed() || m_failure->isLost())
        return;
    static constexpr PgStatement rollback{"ROLLBACK"};
    m_failure.reset();
    m_sent.clear(); // none of which was sent
    ask(rollback);  // only warns where no transaction is open
}

} // namespace parlance
