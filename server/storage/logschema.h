#pragma once

#include "sqlite/schema.h"

namespace parlance {

/// The server's database.
const Schema& logSchema();

} // namespace parlance
