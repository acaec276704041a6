#pragma once

#include <QString>

namespace parlance {

/// How log lines look, one an event, on stderr.
enum class LogFormat {
    Text,    ///< 2026-01-31T12:00:00.000Z warning net: ...
    Journal, ///< <4>net: ... The journal notes the time, and shows the priority.
    Json,    ///< {"time":"2026-01-31T12:00:00.000Z","level":"warning","category":"net","message":"..."}
};

/// For a value of log.format.
LogFormat logFormat(const QString& setting);

/// From now on lines are written like that. Control characters that a stranger brought in are shown as escapes, and
/// long lines are cut, so that nobody can forge or flood a line. Any thread may log.
void installLogFormat(LogFormat format);

/// For a value of log.level: from now on nothing less is logged. QT_LOGGING_RULES wins over it.
void setLogLevel(const QString& setting);

/// One line's text made safe.
QString safeLine(const QString& text);

} // namespace parlance
