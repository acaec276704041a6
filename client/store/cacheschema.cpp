#include "store/cacheschema.h"

namespace parlance::client {

namespace {

// A message's place is room << 32 | seq, so that a room's newest are found by going backwards from its end. `body` is
// the message as the protocol writes it.
const SchemaStep firstVersion{
    R"(CREATE TABLE identity (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        user TEXT NOT NULL,
        name TEXT NOT NULL,
        server TEXT NOT NULL
    ) STRICT)",
    R"(CREATE TABLE rooms (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        log TEXT NOT NULL,
        head INTEGER NOT NULL,
        n INTEGER NOT NULL,
        read INTEGER NOT NULL,
        topic TEXT NOT NULL
    ) STRICT)",
    R"(CREATE TABLE messages (
        place INTEGER PRIMARY KEY,
        n INTEGER NOT NULL,
        id TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT)", "CREATE INDEX messages_id ON messages (id)",
    R"(CREATE TABLE outbox (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        nonce TEXT NOT NULL UNIQUE,
        room TEXT NOT NULL,
        kind INTEGER NOT NULL,
        target TEXT NOT NULL,
        text TEXT NOT NULL,
        style TEXT,
        user TEXT NOT NULL,
        was_sent INTEGER NOT NULL,
        problem_code TEXT,
        problem TEXT
    ) STRICT)",   "CREATE TABLE drafts (room TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT",
};

// One edit under way in a room, beside the draft, which waits meanwhile.
const SchemaStep keepsEdits{
    R"(CREATE TABLE edits (
        room TEXT PRIMARY KEY,
        message TEXT NOT NULL,
        before TEXT NOT NULL,
        text TEXT NOT NULL
    ) STRICT)",
};

// Earlier versions left what was deleted in the gaps of the file: see openForWriting().
const SchemaStep goneIsGone{
    "CREATE TABLE chores (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "INSERT INTO chores VALUES ('vacuum')",
};

// Rooms have an id, which for a room of version 0.1 is its log: `called` remembers which room a name of that time
// means. What was written in a room that was never joined has only the name: in `outbox` beside an empty room, of
// drafts in `named_drafts`. An edit without a room, which a crash may have left, is kept as a draft.
const SchemaStep roomsHaveIds{
    "CREATE TABLE called (name TEXT PRIMARY KEY, room TEXT NOT NULL) STRICT",
    "INSERT INTO called SELECT name, log FROM rooms WHERE log <> ''",
    R"(CREATE TABLE rooms_by_id (
        id INTEGER PRIMARY KEY,
        room TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        owner INTEGER NOT NULL,
        log TEXT NOT NULL,
        head INTEGER NOT NULL,
        n INTEGER NOT NULL,
        read INTEGER NOT NULL,
        topic TEXT NOT NULL
    ) STRICT)",
    "INSERT OR IGNORE INTO rooms_by_id SELECT id, log, name, 0, log, head, n, read, topic FROM rooms WHERE log <> ''",
    "DROP TABLE rooms",
    "ALTER TABLE rooms_by_id RENAME TO rooms",
    "ALTER TABLE outbox ADD COLUMN name TEXT NOT NULL DEFAULT ''",
    "UPDATE outbox SET room = '', name = room WHERE room NOT IN (SELECT name FROM called)",
    "UPDATE outbox SET room = (SELECT room FROM called WHERE called.name = outbox.room) WHERE name = ''",
    "CREATE TABLE named_drafts (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT",
    "INSERT INTO named_drafts SELECT room, text FROM drafts WHERE room NOT IN (SELECT name FROM called)",
    "INSERT OR IGNORE INTO named_drafts SELECT room, text FROM edits WHERE room NOT IN (SELECT name FROM called)",
    "CREATE TABLE drafts_by_id (room TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT",
    "INSERT OR IGNORE INTO drafts_by_id SELECT called.room, text FROM drafts JOIN called ON called.name = drafts.room",
    "DROP TABLE drafts",
    "ALTER TABLE drafts_by_id RENAME TO drafts",
    R"(CREATE TABLE edits_by_id (
        room TEXT PRIMARY KEY,
        message TEXT NOT NULL,
        before TEXT NOT NULL,
        text TEXT NOT NULL
    ) STRICT)",
    R"(INSERT OR IGNORE INTO edits_by_id
        SELECT called.room, message, before, text FROM edits JOIN called ON called.name = edits.room)",
    "DROP TABLE edits",
    "ALTER TABLE edits_by_id RENAME TO edits",
};

} // namespace

const Schema cacheSchema{0x506c4361, {firstVersion, keepsEdits, goneIsGone, roomsHaveIds}}; // "PlCa"

} // namespace parlance::client
