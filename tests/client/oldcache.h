#pragma once

#include "sqlite/schema.h"

#include <QTest>

/// A client's file as version 0.1 has left it, written without anything of today's.
namespace parlance::test::oldcache {

// Word for word as version 0.1 made its files, at the three steps that it had.
inline const SchemaStep firstStep{
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
inline const SchemaStep secondStep{
    R"(CREATE TABLE edits (
        room TEXT PRIMARY KEY,
        message TEXT NOT NULL,
        before TEXT NOT NULL,
        text TEXT NOT NULL
    ) STRICT)",
};
inline const SchemaStep thirdStep{
    "CREATE TABLE chores (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "INSERT INTO chores VALUES ('vacuum')",
};

// Of the log 9b2f… general has three messages, one of them unread. The attic's name is the log of general, to see that
// nobody takes one for the other; the hall is a membership that was never joined, and nothing is known of the barn but
// what was written there.
inline const SchemaStep content{
    "INSERT INTO identity VALUES (1, '6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001', 'ann', 'Parlance')",
    "INSERT INTO rooms VALUES (1, 'general', '9b2f0c77-1d6e-4b8a-a3a4-5c0e8f7d2b31', 3, 3, 2, 'Fridays')",
    "INSERT INTO rooms VALUES (2, '9b2f0c77-1d6e-4b8a-a3a4-5c0e8f7d2b31',"
    " '11111111-1d6e-4b8a-a3a4-5c0e8f7d2b31', 1, 1, 1, '')",
    "INSERT INTO rooms VALUES (3, 'hall', '', 0, 7, 7, '')",
    R"(INSERT INTO messages SELECT (1 << 32) + value, value, 'm' || value, '{"seq":' || value || ',"n":' || value ||
       ',"id":"m' || value || '","userId":"0d9e7b52-6a3f-4f0b-8c11-73a8be4f1c02","username":"bob","text":"text ' ||
       value || '","timestamp":1774000000000,"nonce":"b-' || value || '","rev":' || value || '}'
       FROM json_each('[1,2,3]'))",
    "INSERT INTO outbox VALUES (1, 'n-1', 'general', 0, '', 'unsent', NULL, '6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001', 1,"
    " NULL, NULL)",
    "INSERT INTO outbox VALUES (2, 'n-2', 'barn', 0, '', 'for the barn', 'me', '', 0, NULL, NULL)",
    "INSERT INTO outbox VALUES (3, 'n-3', '9b2f0c77-1d6e-4b8a-a3a4-5c0e8f7d2b31', 1, 'm9', 'better', NULL,"
    " '6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001', 1, 'forbidden', 'no')",
    "INSERT INTO drafts VALUES ('general', 'half a sent')",
    "INSERT INTO drafts VALUES ('9b2f0c77-1d6e-4b8a-a3a4-5c0e8f7d2b31', 'in the attic')",
    "INSERT INTO drafts VALUES ('hall', 'in the hall')",
    "INSERT INTO drafts VALUES ('barn', 'in the barn')",
};
inline const SchemaStep contentOfEdits{
    "INSERT INTO edits VALUES ('general', 'm2', 'text 2', 'text two')",
    "INSERT INTO edits VALUES ('shed', 'm5', 'x', 'left by a crash')",
};

} // namespace parlance::test::oldcache

namespace parlance::test {

/// `version` is the number of steps that the file's schema had: 1 to 3.
inline void makeOldCache(const QString& path, int version)
{
    const SchemaStep steps[] = {oldcache::firstStep, oldcache::secondStep, oldcache::thirdStep};
    const Schema old{0x506c4361, {std::begin(steps), std::begin(steps) + version}};
    const auto database = openForWriting(path, old, Durability::Normal);
    QVERIFY2(database, database ? "" : qPrintable(database.error().message));
    for (const char* statement : oldcache::content)
        (*database)->execute(statement);
    for (const char* statement : version > 1 ? oldcache::contentOfEdits : SchemaStep())
        (*database)->execute(statement);
    QVERIFY2(!(*database)->failed(), qPrintable((*database)->errorText()));
}

} // namespace parlance::test
