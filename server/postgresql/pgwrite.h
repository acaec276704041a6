#pragma once

#include "storage/errand.h"

#include <memory>

namespace parlance {

class PgWriter;

/// Something that is to be written.
struct PgWrite {
    std::unique_ptr<ErrandTo<PgWriter>> errand;
    std::shared_ptr<const NewEvent> event; ///< that it appends; null for everything else
    bool isBehind = false; ///< nobody waits for it, and nobody would ask again: it is written once the database is back
};

} // namespace parlance
