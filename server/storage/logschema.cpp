#include "storage/logschema.h"

#include "storage/namesalike.h"

namespace parlance {

namespace {

// See placeOf(). What has become of a message is in `changes`, under its place.
const SchemaStep firstVersion{
    R"(CREATE TABLE rooms (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        folded TEXT NOT NULL,
        log TEXT NOT NULL,
        head INTEGER NOT NULL,
        n INTEGER NOT NULL,
        topic TEXT NOT NULL,
        last_time INTEGER NOT NULL,
        last_message INTEGER
    ) STRICT)",
    "CREATE INDEX rooms_folded ON rooms (folded, name)",
    R"(CREATE TABLE users (
        id INTEGER PRIMARY KEY,
        user TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        last_seen INTEGER NOT NULL
    ) STRICT)",
    R"(CREATE TABLE members (
        room INTEGER NOT NULL,
        user INTEGER NOT NULL,
        read INTEGER NOT NULL,
        PRIMARY KEY (room, user)
    ) STRICT, WITHOUT ROWID)",
    "CREATE INDEX members_user ON members (user)",
    R"(CREATE TABLE events (
        place INTEGER PRIMARY KEY,
        room INTEGER NOT NULL AS (place >> 32) VIRTUAL,
        seq INTEGER NOT NULL AS (place & 4294967295) VIRTUAL,
        n INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        author INTEGER NOT NULL,
        time INTEGER NOT NULL,
        nonce TEXT NOT NULL,
        message TEXT,
        name TEXT,
        text TEXT,
        style TEXT,
        mentions TEXT
    ) STRICT)",
    "CREATE UNIQUE INDEX events_nonce ON events (author, nonce, room)",
    "CREATE UNIQUE INDEX events_message ON events (message) WHERE kind = 1",
    "CREATE UNIQUE INDEX events_n ON events (room, n) WHERE kind = 1",
    R"(CREATE TABLE changes (
        place INTEGER PRIMARY KEY,
        rev INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        edited INTEGER,
        text TEXT,
        mentions TEXT
    ) STRICT)",
};

// `room` is the number of a deleted room while events of it are left.
const SchemaStep endedLogs{
    R"(CREATE TABLE ended (
        log TEXT PRIMARY KEY,
        room INTEGER
    ) STRICT, WITHOUT ROWID)",
};

// `silent`: the person has never written. What was stored until then had. The indexes list what strangers can make.
const SchemaStep strangers{
    "ALTER TABLE users ADD COLUMN silent INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX users_silent ON users (id) WHERE silent",
    "CREATE INDEX rooms_empty ON rooms (id) WHERE head = 0",
};

// What was deleted or superseded is taken out of the events that had it. `chores` has what is to be done outside of a
// transaction before anything else: the pages and gaps that hold what was there before are written anew.
const SchemaStep goneIsGone{
    "ALTER TABLE events ADD COLUMN gone INTEGER NOT NULL DEFAULT 0",
    "UPDATE events SET text = NULL, mentions = NULL, gone = 1"
    " WHERE kind = 1 AND place IN (SELECT place FROM changes)",
    "UPDATE events SET text = NULL, mentions = NULL, gone = 1 WHERE kind = 2 AND NOT EXISTS"
    " (SELECT 1 FROM events AS m JOIN changes AS c ON c.place = m.place"
    " WHERE m.kind = 1 AND m.message = events.message AND c.deleted = 0 AND c.rev = events.seq)",
    "CREATE TABLE chores (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "INSERT INTO chores VALUES ('vacuum')",
};

// Rooms have an id, and no two have the same folded name. `maker` is the id of a user, who need not be stored. The
// rooms of before have the id of their log: clients find what they have of them by it. `address` is where the maker of
// a room without an event, or somebody who has never written, came from; see Surplus. `leftovers` has the numbers of
// deleted rooms whose events LogWriter::sweep() takes away bit by bit.
const SchemaStep stableRooms{
    R"(CREATE TABLE stable_rooms (
        id INTEGER PRIMARY KEY,
        room TEXT NOT NULL UNIQUE,
        log TEXT NOT NULL,
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        maker TEXT,
        address TEXT,
        head INTEGER NOT NULL,
        n INTEGER NOT NULL,
        topic TEXT NOT NULL,
        last_time INTEGER NOT NULL,
        last_message INTEGER
    ) STRICT)",
    R"(INSERT INTO stable_rooms
        SELECT id, log, log, name, folded, NULL, NULL, head, n, topic, last_time, last_message FROM rooms)",
    "DROP TABLE rooms",
    "ALTER TABLE stable_rooms RENAME TO rooms",
    "CREATE INDEX rooms_empty ON rooms (id) WHERE head = 0",
    "ALTER TABLE users ADD COLUMN address TEXT",
    "CREATE TABLE leftovers (room INTEGER PRIMARY KEY) STRICT",
    "INSERT INTO leftovers SELECT room FROM ended WHERE room IS NOT NULL",
    "DROP TABLE ended",
};

// Behind the rows that renameAlike() changes.
const SchemaStep uniqueNames{
    "CREATE UNIQUE INDEX rooms_folded ON rooms (folded)",
};

// Those who are not told of deleted messages find the others without looking at these, however many there are.
const SchemaStep shownMessages{
    "ALTER TABLE events ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0",
    "UPDATE events SET deleted = 1 WHERE kind = 1 AND place IN (SELECT place FROM changes WHERE deleted = 1)",
    "CREATE INDEX events_shown ON events (room, n) WHERE kind = 1 AND deleted = 0",
};

// See ports/accountrecords.h. `person` is the id of a user. Hashes and keys are hexadecimal digits.
const SchemaStep accounts{
    R"(CREATE TABLE accounts (
        person TEXT PRIMARY KEY,
        handle TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE,
        skeleton TEXT NOT NULL UNIQUE,
        look TEXT NOT NULL UNIQUE,
        role INTEGER NOT NULL,
        disabled INTEGER NOT NULL,
        password TEXT NOT NULL,
        totp TEXT NOT NULL,
        totp_step INTEGER NOT NULL,
        since INTEGER NOT NULL
    ) STRICT)",
    R"(CREATE TABLE recovery_codes (
        person TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (person, hash)
    ) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE devices (
        id TEXT PRIMARY KEY,
        person TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        since INTEGER NOT NULL,
        last_used INTEGER NOT NULL,
        ended INTEGER NOT NULL
    ) STRICT)",
    "CREATE INDEX devices_person ON devices (person)",
    R"(CREATE TABLE links (
        id TEXT PRIMARY KEY,
        kind INTEGER NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        maker TEXT NOT NULL,
        person TEXT NOT NULL,
        room TEXT NOT NULL,
        role INTEGER NOT NULL,
        uses INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        since INTEGER NOT NULL
    ) STRICT)",
    "CREATE INDEX links_kind ON links (kind, since)",
    R"(CREATE TABLE audit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        maker TEXT NOT NULL,
        act TEXT NOT NULL,
        person TEXT NOT NULL,
        room TEXT NOT NULL,
        detail TEXT NOT NULL
    ) STRICT)",
    "CREATE TABLE choices (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
};

} // namespace

const Schema& logSchema()
{
    static const Schema schema{
        0x5061726c, // "Parl"
        {firstVersion, endedLogs, strangers, goneIsGone, stableRooms, uniqueNames, shownMessages, accounts},
        {{4, &renameAlike}},
    };
    return schema;
}

const SchemaStep& accountTables()
{
    return accounts;
}

} // namespace parlance
