#pragma once

#include "base/result.h"

#include <QString>

namespace parlance {

/// Where a Redis server is, and who this program is for it.
struct RedisAddress {
    QString host;
    quint16 port = 6379;
    bool isTls = false;
    QString user = {}; ///< of Redis' access lists; empty: the default one
    QString password = {};

    /// For people: without the password.
    QString shown() const;
};

/// Reads redis://[[USER]:PASSWORD@]HOST[:PORT], or rediss:// for TLS. The error does not repeat it.
Result<RedisAddress> parseRedisUrl(const QString& url);

} // namespace parlance
