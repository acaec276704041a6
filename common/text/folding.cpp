#include "text/folding.h"

#include "text/atomicletters.h"
#include "text/clusters.h"

#include <algorithm>

namespace parlance {

namespace {

/// UTF-16 units that are folded at once. No name has a longer cluster, and Qt takes quadratic time to put a row of
/// marks in order: 17 ms for 2,000 of them.
constexpr qsizetype longestPiece = 128;

bool vanishes(QChar unit)
{
    return unit == u'\x200c' || unit == u'\x200d' || unit == u'\xfe0e' || unit == u'\xfe0f';
}

/// Of whole clusters: no mark may belong to what stands before.
void foldBeyondAscii(QStringView text, QString& to)
{
    // Lower, upper and lower case again is full case folding, which QString::toCaseFolded() in Qt 6.4 is not (ß stays),
    // and which browsers do not have under a name of its own.
    QString letters = text.toString()
                          .normalized(QString::NormalizationForm_D)
                          .toLower()
                          .toUpper()
                          .toLower()
                          .normalized(QString::NormalizationForm_D);
    letters.replace(QStringLiteral("\u0930\u093c\u094d"), QStringLiteral("\u0930\u094d")); // the eyelash of Marathi
    constexpr QChar dotAbove(0x0307);
    QChar last;
    for (const QChar unit : std::as_const(letters)) {
        if (unit.category() == QChar::Separator_Space)
            to += u' ';
        else if (const QStringView parts = partsOfAtomicLetter(unit); !parts.isEmpty())
            to += parts;
        else if (!vanishes(unit) && !(unit == dotAbove && last == u'i'))
            to += unit;
        last = unit;
    }
}

/// Han, Arabic, Hebrew, Thai and more: nothing to fold.
bool isAsItIs(QChar unit)
{
    return unit.category() == QChar::Letter_Other && unit.decompositionTag() == QChar::NoDecomposition &&
           partsOfAtomicLetter(unit).isEmpty();
}

} // namespace

qsizetype foldCluster(QStringView text, qsizetype at, QString& to)
{
    const qsizetype end = clusterEnd(text, at);
    if (end - at > longestPiece)
        to += text.sliced(at, end - at);
    else if (end - at == 1 && text[at] < u'\x80')
        to += text[at].toLower();
    else if (end - at == 1 && isAsItIs(text[at]))
        to += text[at];
    else
        foldBeyondAscii(text.sliced(at, end - at), to);
    return end;
}

QString folded(QStringView text)
{
    const bool isAscii = std::ranges::all_of(text, [](QChar unit) { return unit < u'\x80'; });
    if (isAscii)
        return text.toString().toLower();
    QString result;
    if (text.size() <= longestPiece && text.isValidUtf16()) {
        foldBeyondAscii(text, result); // at once, for speed
    } else {
        for (qsizetype at = 0; at < text.size();)
            at = foldCluster(text, at, result);
    }
    return result;
}

} // namespace parlance
