#pragma once

#include "base/result.h"

#include <QString>

#include <map>

namespace parlance::documents {

/// Text by the name of its place.
using Parts = std::map<QString, QString>;

/// The document with each part put between its markers, which stay:
///
///     <!-- generated: NAME -->
///     ...
///     <!-- end -->
///
/// Errors: a place without a part, a part without a place, a place twice or without an end.
Result<QString> withParts(const QString& document, const Parts& parts);

} // namespace parlance::documents
