#pragma once

#include "documents/files.h"

#include <vector>

namespace parlance::documents {

/// Everything about parlanced that is made from its tables: parlanced(8), parlanced.toml(5), the shells' completions
/// and the settings file that packages install.
std::vector<Document> serverDocuments();

} // namespace parlance::documents
