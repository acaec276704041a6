#include "app/output.h"

#include "app/logformat.h"

namespace parlance {

void print(std::FILE* stream, const QString& text)
{
    std::fputs(text.toUtf8().constData(), stream);
    std::fflush(stream);
}

int fail(int code, const QString& text)
{
    print(stderr, QStringLiteral("parlanced: ") + safeLine(text) + u'\n');
    return code;
}

void warn(const QString& text)
{
    print(stderr, QStringLiteral("parlanced: warning: ") + safeLine(text) + u'\n');
}

} // namespace parlance
