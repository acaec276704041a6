#include "text/bodies.h"

#include "text/codepoints.h"

#include <algorithm>

namespace parlance {

namespace {

/// ASCII without control characters stays as it is; QChar::category() is a look into tables.
bool isPrintableAscii(QChar c)
{
    return c >= u' ' && c < u'\x7f';
}

/// Unicode's default ignorable characters (DerivedCoreProperties.txt), and others that draw nothing.
constexpr auto invisible = std::to_array<CodePointRange>({
    {0x00ad, 0x00ad},   {0x034f, 0x034f},   {0x061c, 0x061c},   {0x115f, 0x1160},   {0x17b4, 0x17b5},
    {0x180b, 0x180f},   {0x200b, 0x200f},   {0x202a, 0x202e},   {0x2060, 0x206f},   {0x2800, 0x2800},
    {0x3164, 0x3164},   {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},   {0xfff0, 0xfffb},
    {0x13441, 0x13442}, {0x16fe4, 0x16fe4}, {0x1bca0, 0x1bca3}, {0x1d159, 0x1d159}, {0x1d173, 0x1d17a},
    {0xe0000, 0xe0fff},
});

bool showsNothing(char32_t point)
{
    return QChar::isSpace(point) || QChar::category(point) == QChar::Other_Control || isIn(invisible, point);
}

} // namespace

bool isBlank(QStringView text)
{
    for (qsizetype at = 0; at < text.size();) {
        const CodePoint point = codePointAt(text, at);
        if (!showsNothing(point.value))
            return false;
        at = point.end;
    }
    return true;
}

QString cleanBody(QStringView text)
{
    if (isBlank(text))
        return {};
    const qsizetype begin = std::ranges::find_if_not(text, isPrintableAscii) - text.begin();
    QString clean = text.first(begin).toString();
    clean.reserve(text.size());
    for (qsizetype i = begin; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'\r') {
            if (i + 1 >= text.size() || text[i + 1] != u'\n')
                clean += u'\n';
        } else if (isPrintableAscii(c) || c == u'\n' || c == u'\t' || c.category() != QChar::Other_Control) {
            clean += c;
        }
    }
    while (!clean.isEmpty() && clean.back().isSpace())
        clean.chop(1);
    return clean;
}

} // namespace parlance
