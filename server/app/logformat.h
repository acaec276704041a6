#pragma once

#include <QByteArray>
#include <QString>

namespace parlance {

class LogSink;
struct LogCounts;

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

/// One line as the installed format has it, the line break included. Any thread.
QByteArray logLine(QtMsgType type, const QString& category, const QString& text);

/// Sends the log through a sink, in place of straight to stderr, for as long as this lives. The sink outlives it; no
/// other thread may log while it ends. There is one at a time, as there is one log.
class LogRoute final {
  public:
    explicit LogRoute(LogSink& sink);
    ~LogRoute();
    LogRoute(const LogRoute&) = delete;
    LogRoute& operator=(const LogRoute&) = delete;
};

/// What became of the lines that went through the sink; zeros without one.
LogCounts logCounts();

/// For a value of log.level: from now on nothing less is logged. QT_LOGGING_RULES wins over it.
void setLogLevel(const QString& setting);

/// One line's text made safe.
QString safeLine(const QString& text);

} // namespace parlance
