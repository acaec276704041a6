#include "text/bodies.h"

namespace parlance {

QString cleanBody(QStringView text)
{
    QString clean;
    clean.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'\r') {
            if (i + 1 >= text.size() || text[i + 1] != u'\n')
                clean += u'\n';
        } else if (c == u'\n' || c == u'\t' || c.category() != QChar::Other_Control) {
            clean += c;
        }
    }
    while (!clean.isEmpty() && clean.back().isSpace())
        clean.chop(1);
    return clean;
}

QString cutToUnits(QStringView text, qsizetype maxUnits)
{
    if (text.size() <= maxUnits)
        return text.toString();
    if (maxUnits > 0 && text[maxUnits - 1].isHighSurrogate())
        --maxUnits;
    return text.first(maxUnits).toString();
}

} // namespace parlance
