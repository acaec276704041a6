#include "postgresql/pgschema.h"

#include <sodium.h>

#include <algorithm>

namespace parlance {

namespace {

// Texts that programs make up are compared and sorted by their bytes, as SQLite does. Flags are numbers, so that rows
// are read alike. See storage/logschema.cpp for what the columns mean.
constexpr PgStatement firstVersion[]{
    {R"(CREATE TABLE parlance (
        id smallint PRIMARY KEY CHECK (id = 1),
        version int NOT NULL,
        min_reader int NOT NULL,
        system text COLLATE "C", -- see PgLineage
        timeline bigint,
        is_synchronous smallint NOT NULL DEFAULT 0,
        renewals bigint NOT NULL DEFAULT 0
    ))"},
    {R"(CREATE TABLE keys (
        name text COLLATE "C" PRIMARY KEY,
        key bytea NOT NULL
    ))"},
    {R"(CREATE TABLE rooms (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        room text COLLATE "C" NOT NULL UNIQUE,
        log text COLLATE "C" NOT NULL,
        name text NOT NULL,
        folded text COLLATE "C" NOT NULL UNIQUE,
        maker text COLLATE "C",
        address text,
        head bigint NOT NULL DEFAULT 0,
        n bigint NOT NULL DEFAULT 0,
        topic text NOT NULL DEFAULT '',
        last_time bigint NOT NULL DEFAULT 0,
        last_message bigint
    ) WITH (fillfactor = 50))"}, // updated by each batch: room for new versions on the same page
    {R"(CREATE INDEX rooms_empty ON rooms (id) WHERE head = 0)"},
    {R"(CREATE TABLE users (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        "user" text COLLATE "C" NOT NULL UNIQUE,
        name text NOT NULL,
        last_seen bigint NOT NULL DEFAULT 0,
        silent smallint NOT NULL DEFAULT 0,
        address text
    ) WITH (fillfactor = 80))"},
    {R"(CREATE INDEX users_silent ON users (id) WHERE silent = 1)"},
    {R"(CREATE TABLE members (
        room bigint NOT NULL,
        "user" bigint NOT NULL,
        read bigint NOT NULL,
        PRIMARY KEY (room, "user")
    ) WITH (fillfactor = 80))"},
    {R"(CREATE INDEX members_user ON members ("user", room))"},
    {R"(CREATE TABLE events (
        place bigint PRIMARY KEY,
        room bigint NOT NULL GENERATED ALWAYS AS (place >> 32) STORED,
        n bigint NOT NULL,
        kind smallint NOT NULL,
        author bigint NOT NULL,
        time bigint NOT NULL,
        nonce text COLLATE "C" NOT NULL,
        message text COLLATE "C",
        name text,
        text text,
        style text,
        mentions text COLLATE "C",
        gone smallint NOT NULL DEFAULT 0,
        deleted smallint NOT NULL DEFAULT 0
    ))"},
    {R"(CREATE UNIQUE INDEX events_nonce ON events (author, nonce, room))"},
    {R"(CREATE UNIQUE INDEX events_message ON events (message) WHERE kind = 1)"},
    {R"(CREATE UNIQUE INDEX events_n ON events (room, n) WHERE kind = 1)"},
    {R"(CREATE INDEX events_shown ON events (room, n) WHERE kind = 1 AND deleted = 0)"},
    {R"(CREATE TABLE changes (
        place bigint PRIMARY KEY,
        rev bigint NOT NULL,
        deleted smallint NOT NULL,
        edited bigint,
        text text,
        mentions text COLLATE "C"
    ))"},
    {R"(CREATE TABLE leftovers (room bigint PRIMARY KEY))"},
    {R"(CREATE TABLE notices (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        node text COLLATE "C" NOT NULL,
        kind smallint NOT NULL,
        room text COLLATE "C",
        "user" text COLLATE "C",
        name text,
        n bigint NOT NULL DEFAULT 0
    ))"},
    {R"(CREATE INDEX notices_xid ON notices (xid))"},
    {R"(CREATE TABLE nodes (
        node text COLLATE "C" PRIMARY KEY,
        version text NOT NULL,
        host text NOT NULL,
        started bigint NOT NULL,
        connections bigint NOT NULL,
        settings text NOT NULL,
        level int NOT NULL,
        renewed timestamptz NOT NULL
    ))"},
    {R"(CREATE TABLE accounts (
        person text COLLATE "C" PRIMARY KEY,
        handle text NOT NULL,
        folded text COLLATE "C" NOT NULL UNIQUE,
        skeleton text COLLATE "C" NOT NULL UNIQUE,
        look text COLLATE "C" NOT NULL UNIQUE,
        role smallint NOT NULL,
        disabled smallint NOT NULL,
        password text COLLATE "C" NOT NULL,
        totp text COLLATE "C" NOT NULL,
        totp_step bigint NOT NULL,
        since bigint NOT NULL
    ))"},
    {R"(CREATE TABLE recovery_codes (
        person text COLLATE "C" NOT NULL,
        hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (person, hash)
    ))"},
    {R"(CREATE TABLE devices (
        id text COLLATE "C" PRIMARY KEY,
        person text COLLATE "C" NOT NULL,
        hash text COLLATE "C" NOT NULL UNIQUE,
        name text NOT NULL,
        since bigint NOT NULL,
        last_used bigint NOT NULL,
        ended bigint NOT NULL
    ))"},
    {R"(CREATE INDEX devices_person ON devices (person))"},
    {R"(CREATE TABLE links (
        id text COLLATE "C" PRIMARY KEY,
        kind smallint NOT NULL,
        hash text COLLATE "C" NOT NULL UNIQUE,
        maker text COLLATE "C" NOT NULL,
        person text COLLATE "C" NOT NULL,
        room text COLLATE "C" NOT NULL,
        role smallint NOT NULL,
        uses bigint NOT NULL,
        expires bigint NOT NULL,
        since bigint NOT NULL
    ))"},
    {R"(CREATE INDEX links_kind ON links (kind, since))"},
    {R"(CREATE TABLE audit (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at bigint NOT NULL,
        maker text COLLATE "C" NOT NULL,
        act text COLLATE "C" NOT NULL,
        person text COLLATE "C" NOT NULL,
        room text COLLATE "C" NOT NULL,
        detail text NOT NULL
    ))"},
    {R"(CREATE TABLE choices (name text COLLATE "C" PRIMARY KEY, value text NOT NULL))"},
};

constexpr PgStatement isThere{"SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
                              " AND tablename = 'parlance'"};
constexpr PgStatement others{"SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"};
constexpr PgStatement versions{"SELECT version, min_reader FROM parlance"};
constexpr PgStatement firstRow{"INSERT INTO parlance (id, version, min_reader) VALUES (1, $1, $2)"};
constexpr PgStatement setVersion{"UPDATE parlance SET version = $1"};
constexpr PgStatement setMinReader{"UPDATE parlance SET min_reader = $1::int WHERE min_reader < $1::int"};
constexpr PgStatement about{"SELECT current_database(), pg_encoding_to_char(encoding) FROM pg_database"
                            " WHERE datname = current_database()"};

constexpr PgStatement sessionSettings[]{
    {"SET synchronous_commit = on"},
    {"SET lock_timeout = '5s'"},
    {"SET idle_in_transaction_session_timeout = '2s'"},
    {"SET default_transaction_isolation = 'read committed'"},
};

constexpr PgStatement insertKey{"INSERT INTO keys (name, key) VALUES ($1, decode($2, 'hex')) ON CONFLICT DO NOTHING"};
constexpr PgStatement findKey{"SELECT encode(key, 'hex') FROM keys WHERE name = $1"};

Error refusal(const QString& text)
{
    return {ErrorCode::Internal, QStringLiteral("storage.url: ") + text, {}};
}

Error failureOf(PgConnection& connection)
{
    Error error = refusal(connection.failure().text);
    connection.recover();
    return error;
}

/// What makes the database unfit, if anything does.
std::optional<Error> unfitness(PgConnection& connection)
{
    if (connection.version() < oldestPostgresql)
        return refusal(QStringLiteral("the server is PostgreSQL %1; Parlance needs 14 or newer")
                           .arg(connection.version() / 10'000));
    PgRows row = connection.ask(about);
    if (row.next() && row.text(1) != QLatin1String("UTF8"))
        return refusal(QStringLiteral("the database \"%1\" is encoded in %2. Make one with: createdb -E UTF8 -T "
                                      "template0 NAME")
                           .arg(row.text(0), row.text(1)));
    return std::nullopt;
}

/// Makes what the tables of that version lack; 0: there are none.
void addSteps(PgConnection& connection, qint64 since)
{
    const auto send = [&](std::span<const PgStatement> steps) {
        for (const PgStatement& step : steps)
            connection.send(step);
    };
    if (since == 0)
        send(firstVersion);
    for (auto version = std::max<qint64>(since, 1); version < pgSchemaVersion; ++version)
        send(pgLaterSteps[size_t(version) - 1]);
}

std::optional<Error> bringUpToDate(PgConnection& connection)
{
    PgRows row = connection.ask(versions);
    if (!row.next())
        return std::nullopt;
    const qint64 version = row.number(0);
    if (row.number(1) > pgSchemaVersion)
        return refusal(QStringLiteral("the database is used by a newer Parlance (its version is %1, this program knows "
                                      "%2). Install that version here, too")
                           .arg(version)
                           .arg(pgSchemaVersion));
    if (version < pgSchemaVersion) {
        addSteps(connection, version);
        connection.send(setVersion, pgSchemaVersion);
        connection.receive();
    }
    return std::nullopt;
}

std::optional<Error> makeTables(PgConnection& connection)
{
    if (connection.number(others) > 0)
        return refusal(QStringLiteral("the database holds the tables of another program. Choose an empty one"));
    addSteps(connection, 0);
    connection.send(firstRow, pgSchemaVersion, pgMinReader);
    connection.receive();
    return std::nullopt;
}

} // namespace

Result<Nothing> preparePgSchema(PgConnection& connection)
{
    if (auto unfit = unfitness(connection))
        return *std::move(unfit);
    connection.send(beginTransaction);
    connection.send(lockPgSchema);
    const bool isNew = connection.number(isThere) == 0;
    const auto refused = isNew ? makeTables(connection) : bringUpToDate(connection);
    connection.ask(commitTransaction);
    if (connection.failed())
        return failureOf(connection);
    return refused ? Result<Nothing>(*refused) : Nothing();
}

void shutOutOlder(PgConnection& connection)
{
    connection.ask(setMinReader, pgMinReader);
}

Result<Nothing> preparePgSession(PgConnection& connection)
{
    for (const PgStatement& statement : sessionSettings)
        connection.send(statement);
    connection.receive();
    return connection.failed() ? Result<Nothing>(failureOf(connection)) : Nothing();
}

Result<QByteArray> pgSharedKey(const QString& url, const QByteArray& name, qsizetype length)
{
    if (sodium_init() < 0)
        return Error{ErrorCode::Internal, QStringLiteral("libsodium found no source of random numbers"), {}};
    auto connection = PgConnection::open(url);
    if (!connection)
        return refusal(connection.error().message);
    if (auto prepared = preparePgSchema(**connection); !prepared)
        return prepared.error();
    QByteArray fresh(length, Qt::Uninitialized);
    randombytes_buf(fresh.data(), size_t(length));
    (*connection)->send(insertKey, name, fresh.toHex());
    PgRows row = (*connection)->ask(findKey, name);
    if ((*connection)->failed())
        return failureOf(**connection);
    QByteArray key = row.next() ? QByteArray::fromHex(row.bytes(0)) : QByteArray();
    if (key.size() != length)
        return refusal(QStringLiteral("the key \"%1\" in the table keys is damaged; restore the database from a backup")
                           .arg(QLatin1String(name)));
    return key;
}

} // namespace parlance
