#pragma once

#include <QString>

namespace parlance {

// What settings of operating take.

bool isEndpointOrNone(const QString& value);

/// What can stand in a header, and is too long to be guessed.
bool isTokenOrNone(const QString& value);

bool isLogFormat(const QString& value);
bool isLogLevel(const QString& value);

} // namespace parlance
