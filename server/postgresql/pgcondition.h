#pragma once

#include "base/result.h"
#include "ports/noderegister.h"

#include <QString>

namespace parlance {

/// What matters of a PostgreSQL server, for people who look after it.
struct PgCondition {
    int version = 0;           ///< 150004 for 15.4
    QString shownVersion;      ///< "15.4"
    qint64 microseconds = 0;   ///< for one question and its answer
    qint64 clockAhead = 0;     ///< of this computer's, in ms; negative: behind
    bool isSynced = false;     ///< fsync
    bool hasFullPages = false; ///< full_page_writes
    bool isFull = false;       ///< its disk has no room for another megabyte
    QString encoding;
    std::vector<NodeRecord> nodes; ///< servers that use the database now, as far as they say so
};

/// Asks the server. What it tries to write is undone. The error is one line.
Result<PgCondition> askCondition(const QString& url);

} // namespace parlance
