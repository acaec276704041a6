#pragma once

#include "sqlite/schema.h"

namespace parlance::client {

extern const Schema cacheSchema;

} // namespace parlance::client
