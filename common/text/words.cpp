#include "text/words.h"

#include "text/codepoints.h"

namespace parlance {

namespace {

/// Thai and Lao, Myanmar, Hangul, Khmer, then all of Han, Kana, Bopomofo and Yi with the marks that they share. Korean
/// has spaces, but writes particles without one behind a name.
constexpr std::array unspaced = std::to_array<CodePointRange>({{0x0e00, 0x0eff},
                                                               {0x1000, 0x109f},
                                                               {0x1100, 0x11ff},
                                                               {0x1780, 0x17ff},
                                                               {0x2e80, 0x2fdf},
                                                               {0x3005, 0x3007},
                                                               {0x3021, 0x303c},
                                                               {0x3040, 0xa4cf},
                                                               {0xa960, 0xa97f},
                                                               {0xac00, 0xd7ff},
                                                               {0xf900, 0xfaff},
                                                               {0xff66, 0xffdc},
                                                               {0x1aff0, 0x1b16f},
                                                               {0x20000, 0x3ffff}});

/// Variation selectors are marks, but belong to symbols; so do keycaps and other enclosing marks.
bool isInWord(char32_t point)
{
    switch (QChar::category(point)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
        return point < 0xfe00 || point > 0xfe0f;
    default:
        return QChar::isLetterOrNumber(point) || point == U'_';
    }
}

} // namespace

bool beginsWord(QStringView text, qsizetype at)
{
    return at == 0 || !isInWord(codePointBefore(text, at).value) || followsUnspaced(text, at);
}

bool followsUnspaced(QStringView text, qsizetype at)
{
    return at > 0 && isIn(unspaced, codePointBefore(text, at).value);
}

bool endsWord(QStringView text, qsizetype at)
{
    if (at == text.size())
        return true;
    const char32_t after = codePointAt(text, at).value;
    return !isInWord(after) || isIn(unspaced, after) || followsUnspaced(text, at);
}

} // namespace parlance
