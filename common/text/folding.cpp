#include "text/folding.h"

#include "text/clusters.h"

namespace parlance {

namespace {

bool vanishes(QChar unit)
{
    return unit == u'\x200c' || unit == u'\x200d' || unit == u'\xfe0e' || unit == u'\xfe0f';
}

void foldBeyondAscii(QStringView cluster, QString& to)
{
    // Lower, upper and lower case again is full case folding, which QString::toCaseFolded() in Qt 6.4 is not (ß stays),
    // and which browsers do not have under a name of its own.
    const QString letters = cluster.toString()
                                .normalized(QString::NormalizationForm_D)
                                .toLower()
                                .toUpper()
                                .toLower()
                                .normalized(QString::NormalizationForm_D);
    constexpr QChar dotAbove(0x0307);
    QChar last;
    for (const QChar unit : letters) {
        if (unit.category() == QChar::Separator_Space)
            to += u' ';
        else if (!vanishes(unit) && !(unit == dotAbove && last == u'i'))
            to += unit;
        last = unit;
    }
}

} // namespace

qsizetype foldCluster(QStringView text, qsizetype at, QString& to)
{
    const qsizetype end = clusterEnd(text, at);
    if (end - at == 1 && text[at] < u'\x80')
        to += text[at].toLower();
    else
        foldBeyondAscii(text.sliced(at, end - at), to);
    return end;
}

QString folded(QStringView text)
{
    QString result;
    result.reserve(text.size());
    for (qsizetype at = 0; at < text.size();)
        at = foldCluster(text, at, result);
    return result;
}

} // namespace parlance
