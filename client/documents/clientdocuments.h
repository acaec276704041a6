#pragma once

#include "documents/files.h"

#include <vector>

namespace parlance::documents {

/// Everything about the desktop app that is made from the table of its options: parlance(1) and the shells'
/// completions.
std::vector<Document> clientDocuments();

} // namespace parlance::documents
