#pragma once

#include "base/result.h"
#include "postgresql/pgrows.h"
#include "postgresql/pgvalues.h"
#include "storage/sqlsession.h"

#include <chrono>
#include <functional>
#include <set>
#include <vector>

struct pg_conn;

namespace parlance {

/// A statement of the program's. Each connection prepares it when it is first sent.
using PgStatement = SqlStatement;

inline constexpr PgStatement beginTransaction{"BEGIN"};
inline constexpr PgStatement commitTransaction{"COMMIT"};

/// Why a statement failed.
struct PgFailure {
    QByteArray state; ///< SQLSTATE, five characters; empty where the connection was lost
    QString text;     ///< one line

    bool isLost() const { return state.isEmpty(); }

    /// The same may succeed later: the connection was lost, the server goes down or is out of something, or somebody
    /// else was in the way (SQLSTATE classes 08, 40, 53, 55, 57).
    bool isPassing() const;

    /// The server's disk is full: what was to be written is certainly undone.
    bool isDiskFull() const { return state == "53100"; }
};

/// One connection to PostgreSQL, always in libpq's pipeline mode. Blocks; used by one thread at a time, which is not
/// the event loop's.
///
/// Errors stick, as with an SQLite Database: after the first one every statement does nothing and finds nothing until
/// recover(). So a transaction is written without a test after each step, and is judged once, at its end. A connection
/// that was lost stays lost.
class PgConnection {
  public:
    /// For a server that does not answer.
    static constexpr std::chrono::seconds patience{10};
    /// After this time without an answer onSlow() is called.
    static constexpr std::chrono::seconds slow{2};

    /// `url`: a connection string of libpq's, a URI or keywords. Takes up to 5 s for each host in it. The error is one
    /// line without a password.
    static Result<std::unique_ptr<PgConnection>> open(const QString& url);

    ~PgConnection();
    PgConnection(const PgConnection&) = delete;
    PgConnection& operator=(const PgConnection&) = delete;

    /// Queues a statement. Its rows have the same place in what receive() returns.
    template <class... Values>
    void send(const PgStatement& statement, const Values&... values)
    {
        PgParameters parameters;
        (parameters.add(values), ...);
        send(statement, parameters);
    }
    void send(const PgStatement& statement, const PgParameters& parameters);

    /// Waits until all that was sent is done. One PgRows for each statement since the last call; those behind an error
    /// are empty.
    std::vector<PgRows> receive();

    /// Sends one more, and waits for all. Returns the rows of that one.
    template <class... Values>
    PgRows ask(const PgStatement& statement, const Values&... values)
    {
        send(statement, values...);
        return std::move(receive().back());
    }

    /// The first column of the first row; 0 if there is none.
    template <class... Values>
    qint64 number(const PgStatement& statement, const Values&... values)
    {
        PgRows row = ask(statement, values...);
        return row.next() ? row.number(0) : 0;
    }

    bool failed() const { return m_failure.has_value(); }
    const PgFailure& failure() const { return *m_failure; }
    /// Forgets an error, and what was queued behind it. An open transaction is undone. Look at failed() next: a lost
    /// connection stays so.
    void recover();

    int backend() const; ///< the number of the server's process
    int version() const; ///< of the server: 150004 for 15.4

    /// Called, from within receive(), by each call that waits for longer than `slow`, once.
    void onSlow(std::function<void()> call) { m_onSlow = std::move(call); }

  private:
    struct Sent {
        const PgStatement* statement = nullptr;
        bool isPrepare = false;
    };

    explicit PgConnection(pg_conn* connection);
    void prepare(const PgStatement& statement);
    bool await();
    bool waitForSocket(std::chrono::milliseconds atMost, bool isWriting);
    pg_result* nextResult();
    void endPipeline();
    void note(const pg_result* result);
    void noteLost(const QString& why = {});

    pg_conn* const m_connection;
    std::vector<Sent> m_sent;
    std::set<const PgStatement*> m_prepared;
    std::set<const PgStatement*> m_preparing; // in this pipeline
    std::optional<PgFailure> m_failure;
    std::function<void()> m_onSlow;
};

} // namespace parlance
