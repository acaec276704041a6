#include "postgresql/migration.h"

#include "postgresql/pgsession.h"

namespace parlance {

namespace {

constexpr int rowsAtOnce = 1'000;

/// One table: how its rows are read there and written here, column by column.
struct MovedTable {
    const char* select;
    PgStatement insert;
    int columns;
};

// Deleted rooms leave events that nobody reads; they stay behind.
constexpr MovedTable movedTables[]{
    {"SELECT id, room, log, name, folded, maker, address, head, n, topic, last_time, last_message FROM rooms",
     {"INSERT INTO rooms (id, room, log, name, folded, maker, address, head, n, topic, last_time, last_message)"
      " OVERRIDING SYSTEM VALUE SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[],"
      " $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::text[], $11::bigint[], $12::bigint[])"},
     12},
    {"SELECT id, user, name, last_seen, silent, address FROM users",
     {R"(INSERT INTO users (id, "user", name, last_seen, silent, address) OVERRIDING SYSTEM VALUE)"
      " SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::smallint[], $6::text[])"},
     6},
    {"SELECT room, user, read FROM members",
     {R"(INSERT INTO members (room, "user", read) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]))"},
     3},
    {"SELECT place, n, kind, author, time, nonce, message, name, text, style, mentions, gone, deleted FROM events"
     " WHERE place >> 32 IN (SELECT id FROM rooms)",
     {"INSERT INTO events (place, n, kind, author, time, nonce, message, name, text, style, mentions, gone, deleted)"
      " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::text[],"
      " $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::smallint[], $13::smallint[])"},
     13},
    {"SELECT place, rev, deleted, edited, text, mentions FROM changes WHERE place >> 32 IN (SELECT id FROM rooms)",
     {"INSERT INTO changes (place, rev, deleted, edited, text, mentions) SELECT * FROM unnest($1::bigint[],"
      " $2::bigint[], $3::smallint[], $4::bigint[], $5::text[], $6::text[])"},
     6},
    {"SELECT person, handle, folded, skeleton, look, role, disabled, password, totp, totp_step, since FROM accounts",
     {"INSERT INTO accounts (person, handle, folded, skeleton, look, role, disabled, password, totp, totp_step,"
      " since) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::smallint[],"
      " $7::smallint[], $8::text[], $9::text[], $10::bigint[], $11::bigint[])"},
     11},
    {"SELECT person, hash FROM recovery_codes",
     {"INSERT INTO recovery_codes (person, hash)"
      " SELECT * FROM unnest($1::text[], $2::text[])"},
     2},
    {"SELECT id, person, hash, name, since, last_used, ended FROM devices",
     {"INSERT INTO devices (id, person, hash, name, since, last_used, ended)"
      " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], "
      "$7::bigint[])"},
     7},
    {"SELECT id, kind, hash, maker, person, room, role, uses, expires, since FROM links",
     {"INSERT INTO links (id, kind, hash, maker, person, room, role, uses, expires, since)"
      " SELECT * FROM unnest($1::text[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::text[], "
      "$7::smallint[], $8::bigint[], $9::bigint[], $10::bigint[])"},
     10},
    {"SELECT id, at, maker, act, person, room, detail FROM audit",
     {"INSERT INTO audit (id, at, maker, act, person, room, detail) OVERRIDING SYSTEM VALUE"
      " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])"},
     7},
    {"SELECT name, value FROM choices",
     {"INSERT INTO choices (name, value)"
      " SELECT * FROM unnest($1::text[], $2::text[])"},
     2},
};

constexpr PgStatement countKept{"SELECT (SELECT count(*) FROM rooms) + (SELECT count(*) FROM users)"};
constexpr PgStatement replaceKey{"INSERT INTO keys (name, key) VALUES ('token', decode($1, 'hex'))"
                                 " ON CONFLICT (name) DO UPDATE SET key = excluded.key"};
constexpr PgStatement nextNumbers[]{
    {"SELECT setval(pg_get_serial_sequence('rooms', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM rooms), false)"},
    {"SELECT setval(pg_get_serial_sequence('users', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM users), false)"},
    {"SELECT setval(pg_get_serial_sequence('audit', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM audit), false)"},
};
constexpr PgStatement countRooms{"SELECT count(*) FROM rooms"};
constexpr PgStatement countUsers{"SELECT count(*) FROM users"};
constexpr PgStatement countEvents{"SELECT count(*) FROM events"};

std::optional<QByteArray> valueIn(const Cursor& row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(row.bytes(column));
}

void write(PgConnection& to, const PgStatement& insert, const std::vector<PgArray>& columns)
{
    PgParameters parameters;
    for (const PgArray& column : columns)
        parameters.add(column);
    to.send(insert, parameters);
    to.receive();
}

void move(Database& from, PgConnection& to, const MovedTable& table)
{
    Statement select(from, table.select);
    std::vector<PgArray> columns(size_t(table.columns));
    int waiting = 0;
    Cursor row = select();
    while (!to.failed() && row.next()) {
        for (int i = 0; i < table.columns; ++i)
            columns[size_t(i)].add(valueIn(row, i));
        if (++waiting < rowsAtOnce)
            continue;
        write(to, table.insert, std::exchange(columns, std::vector<PgArray>(size_t(table.columns))));
        waiting = 0;
    }
    if (waiting > 0)
        write(to, table.insert, columns);
}

/// True if the database took everything, or was not empty: then nothing was done.
bool moveAll(Database& from, PgConnection& to, const QByteArray& key, std::optional<MigrationFacts>& facts)
{
    to.send(beginTransaction);
    if (to.number(countKept) == 0) {
        for (const MovedTable& table : movedTables)
            move(from, to, table);
        to.send(replaceKey, key.toHex());
        for (const PgStatement& next : nextNumbers)
            to.send(next);
        facts = MigrationFacts{to.number(countRooms), to.number(countUsers), to.number(countEvents)};
    }
    to.ask(commitTransaction);
    return !to.failed();
}

Error failure(const QString& text)
{
    return {ErrorCode::Internal, QStringLiteral("storage.url: ") + text, {}};
}

} // namespace

Result<MigrationFacts> migrateToPostgresql(Database& from, const QByteArray& key, const QString& url)
{
    PgSession session(url, PgSession::Role::WritesAlone, std::chrono::seconds(10));
    if (auto connected = session.connect(); !connected)
        return connected.error();
    std::optional<MigrationFacts> facts;
    const auto outcome = session.run([&](PgConnection& to) {
        facts.reset();
        return moveAll(from, to, key, facts);
    });
    if (outcome == PgSession::Outcome::Away)
        return failure(QStringLiteral("the database does not answer"));
    if (outcome == PgSession::Outcome::Refused)
        return failure(session.refusal().text);
    if (!facts)
        return failure(QStringLiteral("the database holds rooms or people already. Choose an empty one"));
    return *facts;
}

} // namespace parlance
