#pragma once

#include "app/settings.h"
#include "cli/account.h"

#include <vector>

/// What doctor looks at. Nothing is made or changed by any of it, but for what SQLite keeps beside a log that is open.
namespace parlance::cli {

enum class Level { Fine, Warning, Problem };

struct Finding {
    Level level;
    QString what; ///< what was looked at: one or two words
    QString text; ///< one line: what is so and, unless it is fine, what to do
};

/// Folder, key and disk.
std::vector<Finding> dataChecks(const Settings& settings, const Account& account);

/// The PostgreSQL database, where there is one.
std::vector<Finding> databaseChecks(const Settings& settings, const Account& account);

/// The Redis server, where servers work as one.
std::vector<Finding> redisChecks(const Settings& settings);

/// Port, certificate and the names that browsers may use.
std::vector<Finding> netChecks(const Settings& settings, const Account& account);

/// Descriptors and clock.
std::vector<Finding> hostChecks(const Settings& settings);

} // namespace parlance::cli
