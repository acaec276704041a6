#pragma once

#include "postgresql/pgconnection.h"

#include <array>
#include <span>

namespace parlance {

/// The version of the tables that this program makes, which is also its feature level: what it can read and write in
/// them (see LiveNodes). Steps to it only add, so that older nodes can go on working with the tables.
constexpr int pgSchemaVersion = 1;

/// The oldest version that can read what this one writes once it may, that is, once all nodes can.
constexpr int pgMinReader = 1;

/// The steps to each version after the first.
constexpr std::array<std::span<const PgStatement>, pgSchemaVersion - 1> pgLaterSteps{};

} // namespace parlance
