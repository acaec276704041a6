#pragma once

#include "postgresql/pgconnection.h"

#include <array>
#include <span>

namespace parlance {

/// The next version, for tests/cluster/versions.test.mjs: a column more, and a kind of event that the present one
/// cannot read.
constexpr int pgSchemaVersion = 2;
constexpr int pgMinReader = 2;

constexpr PgStatement pgSecondVersion[]{{"ALTER TABLE rooms ADD COLUMN next_version smallint NOT NULL DEFAULT 0"}};
constexpr std::array<std::span<const PgStatement>, 1> pgLaterSteps{pgSecondVersion};

} // namespace parlance
