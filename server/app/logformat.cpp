#include "app/logformat.h"

#include <QDateTime>
#include <QLoggingCategory>

#include <cstdio>

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

void writeLine(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    const QByteArray line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + ' ' +
                            levelName(type) + ' ' + (context.category ? context.category : "app") + ": " +
                            safeLine(text).toUtf8() + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
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

void installLogFormat()
{
    qInstallMessageHandler(&writeLine);
}

} // namespace parlance
