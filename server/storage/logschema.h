#pragma once

#include "sqlite/schema.h"

namespace parlance {

/// The server's database.
const Schema& logSchema();

/// The step of it that makes the tables of an AccountBook, which need no others.
const SchemaStep& accountTables();

} // namespace parlance
