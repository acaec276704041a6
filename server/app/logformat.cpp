#include "app/logformat.h"

#include "app/logsink.h"
#include "json/writer.h"
#include "service/journal.h"

#include <QDateTime>
#include <QLoggingCategory>

#include <atomic>
#include <cstdio>
#include <unistd.h>

namespace parlance {

namespace {

constexpr qsizetype maxLine = 2'000; // characters

const char* levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "error";
    case QtFatalMsg:
        return "fatal";
    }
    return "info";
}

/// Syslog's.
char priorityOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return '7';
    case QtInfoMsg:
        return '6';
    case QtWarningMsg:
        return '4';
    case QtCriticalMsg:
        return '3';
    case QtFatalMsg:
        return '2';
    }
    return '6';
}

QByteArray now()
{
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1();
}

QByteArray jsonLine(QtMsgType type, const QString& category, const QString& text)
{
    json::Writer writer;
    writer.beginObject();
    writer.key("time");
    writer.string(QString::fromLatin1(now()));
    writer.key("level");
    writer.string(QString::fromLatin1(levelName(type)));
    writer.key("category");
    writer.string(category);
    writer.key("message");
    writer.string(safeLine(text));
    writer.endObject();
    return writer.take() + '\n';
}

// Qt's handler is a function without a context, so what it needs cannot be anybody's member.
std::atomic<LogFormat> currentFormat = LogFormat::Text;
std::atomic<LogSink*> currentSink = nullptr;

void handle(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    constexpr std::chrono::milliseconds lastWords(1'000);
    const QString category = QString::fromLatin1(context.category ? context.category : "app");
    LogSink* sink = currentSink;
    if (!sink) {
        const QByteArray line = logLine(type, category, text);
        std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
        return;
    }
    sink->log(type, category, text);
    if (type == QtFatalMsg) // Qt aborts next
        sink->flush(lastWords);
}

/// How bad it is.
int levelRank(const QString& level)
{
    static const QStringList rising{QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("warning"),
                                    QStringLiteral("error")};
    return int(rising.indexOf(level));
}

} // namespace

QString safeLine(const QString& text)
{
    QString safe;
    safe.reserve(text.size());
    for (const QChar c : QStringView(text).first(std::min(text.size(), maxLine))) {
        if (c.isPrint() || c == u' ')
            safe += c;
        else if (c.isSurrogate())
            safe += c;
        else
            safe += QStringLiteral("\\u%1").arg(uint(c.unicode()), 4, 16, QLatin1Char('0'));
    }
    if (text.size() > maxLine)
        safe += u'…';
    return safe;
}

LogFormat logFormat(const QString& setting)
{
    if (setting == QLatin1String("json"))
        return LogFormat::Json;
    return setting == QLatin1String("auto") && isJournal(STDERR_FILENO) ? LogFormat::Journal : LogFormat::Text;
}

QByteArray logLine(QtMsgType type, const QString& category, const QString& text)
{
    switch (currentFormat.load()) {
    case LogFormat::Json:
        return jsonLine(type, category, text);
    case LogFormat::Journal:
        return QByteArray("<") + priorityOf(type) + '>' + category.toUtf8() + ": " + safeLine(text).toUtf8() + '\n';
    case LogFormat::Text:
        break;
    }
    return now() + ' ' + levelName(type) + ' ' + category.toUtf8() + ": " + safeLine(text).toUtf8() + '\n';
}

void installLogFormat(LogFormat format)
{
    currentFormat = format;
    qInstallMessageHandler(&handle);
}

LogRoute::LogRoute(LogSink& sink)
{
    currentSink = &sink;
}

LogRoute::~LogRoute()
{
    currentSink = nullptr;
}

LogCounts logCounts()
{
    const LogSink* sink = currentSink;
    return sink ? sink->counts() : LogCounts{};
}

void setLogLevel(const QString& setting)
{
    QString rules;
    for (const char* category : {"app", "net", "session", "room", "store"}) {
        for (const char* level : {"debug", "info", "warning"}) { // rising; errors are always said
            const bool isOn = levelRank(QString::fromLatin1(level)) >= levelRank(setting);
            rules += QStringLiteral("%1.%2=%3\n")
                         .arg(QLatin1String(category), QLatin1String(level))
                         .arg(isOn ? QStringLiteral("true") : QStringLiteral("false"));
        }
    }
    QLoggingCategory::setFilterRules(rules);
}

} // namespace parlance
