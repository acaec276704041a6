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

} // namespace

const Schema cacheSchema{0x506c4361, {firstVersion, keepsEdits, goneIsGone}}; // "PlCa"

} // namespace parlance::client
