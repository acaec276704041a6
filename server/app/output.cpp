#include "app/output.h"

#include "app/logformat.h"
#include "service/journal.h"

#include <unistd.h>

namespace parlance {

namespace {

/// Nothing but in the journal, where it says how bad it is.
QString priority(char level)
{
    return isJournal(STDERR_FILENO) ? QStringLiteral("<%1>").arg(QLatin1Char(level)) : QString();
}

} // namespace

void print(std::FILE* stream, const QString& text)
{
    std::fputs(text.toUtf8().constData(), stream);
    std::fflush(stream);
}

int fail(int code, const QString& text)
{
    print(stderr, priority('3') + QStringLiteral("parlanced: ") + safeLine(text) + u'\n');
    return code;
}

void warn(const QString& text)
{
    print(stderr, priority('4') + QStringLiteral("parlanced: warning: ") + safeLine(text) + u'\n');
}

} // namespace parlance
