#include "text/bodies.h"

#include <algorithm>

namespace parlance {

namespace {

/// ASCII without control characters stays as it is; QChar::category() is a look into tables.
bool isPrintableAscii(QChar c)
{
    return c >= u' ' && c < u'\x7f';
}

} // namespace

QString cleanBody(QStringView text)
{
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
