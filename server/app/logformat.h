#pragma once

#include <QString>

namespace parlance {

/// Log lines go to stderr, one an event: "2026-01-31T12:00:00.000Z warning net: ...". Control characters that a
/// stranger brought in are shown as escapes, and long lines are cut, so that nobody can forge or flood a line.
void installLogFormat();

/// One line's text made safe.
QString safeLine(const QString& text);

} // namespace parlance
