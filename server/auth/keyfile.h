#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace parlance {

/// Where the key of that folder is.
QString keyPath(const QString& folder);

/// Makes the folder, for its owner alone, if it is not there. The error names it and says what to do.
std::optional<Error> makeFolder(const QString& folder);

/// The server's secret key from `folder`/token.key, made (with the folder, both for the owner alone) if there is none.
/// Errors name the file and say what to do. Whoever has the file can be anybody; losing it makes everybody somebody
/// new.
Result<QByteArray> loadOrMakeKey(const QString& folder, qsizetype length);

} // namespace parlance
