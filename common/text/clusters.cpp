#include "text/clusters.h"

#include "text/codepoints.h"

#include <algorithm>

namespace parlance {

namespace {

constexpr char32_t joiner = 0x200d;
constexpr char32_t nonJoiner = 0x200c;
constexpr char32_t sinhalaVirama = 0x0dca;

constexpr std::array pictographs = std::to_array<CodePointRange>({
#include "text/pictographs.inc"
});

/// Signs of the Brahmic scripts that make one conjunct of the consonants around them. Where a virama usually stays
/// visible (Tamil, Gurmukhi), it is not among them; Sinhala's needs a joiner behind it.
constexpr std::array<char32_t, 14> linkers{0x094d, 0x09cd, 0x0acd, 0x0b4d, 0x0c4d, 0x0ccd, 0x0d4d,
                                           0x1039, 0x17d2, 0x1a60, 0x1b44, 0x1bab, 0xa9c0, 0xaaf6};

constexpr std::array brahmic = std::to_array<CodePointRange>({{0x0900, 0x0dff}, {0x1000, 0x1bff}, {0xa980, 0xaaff}});

/// Besides combining marks: joiners, skin tones, the letters of regional flags, two vowels that are no marks, and the
/// halfwidth sound marks of Japanese.
constexpr std::array extenders = std::to_array<CodePointRange>({{nonJoiner, joiner},
                                                                {0x1f3fb, 0x1f3ff},
                                                                {0xe0020, 0xe007f},
                                                                {0x0e33, 0x0e33},
                                                                {0x0eb3, 0x0eb3},
                                                                {0xff9e, 0xff9f}});

constexpr std::array leadingJamo = std::to_array<CodePointRange>({{0x1100, 0x115f}, {0xa960, 0xa97c}});
constexpr std::array followingJamo = std::to_array<CodePointRange>({{0x1160, 0x11ff}, {0xd7b0, 0xd7fb}});

bool isExtender(char32_t point)
{
    return QChar::isMark(point) || isIn(extenders, point);
}

bool isRegionalIndicator(char32_t point)
{
    return point >= 0x1f1e6 && point <= 0x1f1ff;
}

bool isBrahmicLetter(char32_t point)
{
    return isIn(brahmic, point) && QChar::category(point) == QChar::Letter_Other;
}

bool isSyllable(char32_t point)
{
    return point >= 0xac00 && point <= 0xd7a3;
}

/// Whether Hangul goes on with `next`: leading jamo, then a syllable or following jamo, then following jamo.
bool continuesHangul(char32_t last, char32_t next)
{
    if (isIn(leadingJamo, last))
        return isIn(leadingJamo, next) || isSyllable(next) || isIn(followingJamo, next);
    return (isSyllable(last) || isIn(followingJamo, last)) && isIn(followingJamo, next);
}

/// Follows one cluster, code point by code point.
class Cluster {
  public:
    explicit Cluster(char32_t first)
        : m_first(first)
        , m_last(first)
    {}

    /// Whether the code point still belongs to the cluster; takes it in if so.
    bool takes(char32_t next)
    {
        if (isExtender(next)) {
            if (std::ranges::find(linkers, next) != linkers.end() || (next == joiner && m_last == sinhalaVirama))
                m_linked = true;
            else if (next == nonJoiner)
                m_linked = false;
        } else if (isRegionalIndicator(next) && isRegionalIndicator(m_first) && !m_paired) {
            m_paired = true;
        } else if (m_linked && isBrahmicLetter(m_first) && isBrahmicLetter(next)) {
            m_linked = false;
        } else if (!(m_last == joiner && isPictograph(m_first) && isPictograph(next)) &&
                   !continuesHangul(m_last, next)) {
            return false;
        }
        m_last = next;
        return true;
    }

  private:
    const char32_t m_first;
    char32_t m_last;
    bool m_linked = false; // a conjunct goes on with the next consonant
    bool m_paired = false; // the second letter of a flag was there
};

qsizetype afterCodePoints(QStringView text, int count)
{
    qsizetype at = 0;
    for (; count > 0 && at < text.size(); --count)
        at = codePointAt(text, at).end;
    return at;
}

/// The text up to `limit`, which does not split a code point, or up to the last cluster before it.
QStringView wholeClusters(QStringView text, qsizetype limit)
{
    if (limit >= text.size())
        return text;
    qsizetype end = 0;
    for (qsizetype next = 0; next <= limit; next = clusterEnd(text, next))
        end = next;
    return text.first(end > 0 ? end : limit);
}

} // namespace

bool isPictograph(char32_t point)
{
    const auto after = std::ranges::upper_bound(pictographs, point, {}, &CodePointRange::first);
    return after != pictographs.begin() && point <= std::prev(after)->last;
}

qsizetype clusterEnd(QStringView text, qsizetype at)
{
    const CodePoint first = codePointAt(text, at);
    qsizetype end = first.end;
    if (first.value < 0x80 && (end == text.size() || text[end] < u'\x80'))
        return end; // the usual case
    if (QChar::category(first.value) == QChar::Other_Control)
        return end;
    Cluster cluster(first.value);
    while (end < text.size()) {
        const CodePoint next = codePointAt(text, end);
        if (!cluster.takes(next.value))
            break;
        end = next.end;
    }
    return end;
}

QStringView firstCluster(QStringView text)
{
    return text.isEmpty() ? text : text.first(clusterEnd(text, 0));
}

QString cutToUnits(QStringView text, qsizetype maxUnits)
{
    if (text.size() <= maxUnits)
        return text.toString();
    const bool split = maxUnits > 0 && text[maxUnits - 1].isHighSurrogate() && text[maxUnits].isLowSurrogate();
    return wholeClusters(text, split ? maxUnits - 1 : maxUnits).toString();
}

QString cutToCodePoints(QStringView text, int maxCodePoints)
{
    return wholeClusters(text, afterCodePoints(text, maxCodePoints)).toString();
}

} // namespace parlance
