#include "text/names.h"

#include "text/atomicletters.h"
#include "text/codepoints.h"
#include "text/composing.h"

#include <QList>

#include <algorithm>
#include <optional>
#include <string_view>

namespace parlance {

namespace {

/// So many combining marks on one letter are still writing; more is a tower that runs over the neighbouring lines.
constexpr int maxMarksInARow = 4;

constexpr char32_t zeroWidthNonJoiner = 0x200c;
constexpr char32_t zeroWidthJoiner = 0x200d;
constexpr char32_t emojiStyle = 0xfe0f; ///< the variation selector that asks for a coloured picture
constexpr char32_t keycap = 0x20e3;
constexpr char32_t blackFlag = 0x1f3f4;

/// Characters that draw nothing although their category does not say so, and the place of an object that is not there.
constexpr std::array<char32_t, 13> blanks{0x034f, 0x115f, 0x1160,  0x17b4,  0x17b5,  0x2800, 0x3164,
                                          0xffa0, 0xfffc, 0x16fe4, 0x13441, 0x13442, 0x1d159};

/// England, Scotland and Wales: the tags behind a black flag that make another flag of it. Others cannot be seen.
constexpr std::array<std::u32string_view, 3> regions{
    U"\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
    U"\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F",
    U"\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F",
};

/// The canonical combining class of a virama is 9.
bool isVirama(char32_t point)
{
    return QChar::combiningClass(point) == 9;
}

/// A mark that may stand between a virama and a joiner.
bool isReorderedMark(char32_t point)
{
    return QChar::category(point) == QChar::Mark_NonSpacing && QChar::combiningClass(point) != 0;
}

bool isSkinTone(char32_t point)
{
    return point >= 0x1f3fb && point <= 0x1f3ff;
}

/// Variation selectors draw nothing themselves, and only make equal looks unequal.
bool isVariation(char32_t point)
{
    return (point >= 0x180b && point <= 0x180f) || (point >= 0xfe00 && point <= 0xfe0f) ||
           (point >= 0xe0100 && point <= 0xe01ef);
}

/// For characters that need no neighbours. Places that Unicode keeps for pictographs are allowed: people have newer
/// emoji than Qt.
bool isAllowedAnywhere(char32_t point)
{
    switch (QChar::category(point)) {
    case QChar::Other_Control:
    case QChar::Other_Format: // bidirectional controls, joiners, soft hyphen, tags, beams and slurs of music
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    case QChar::Other_NotAssigned:
        return isPictograph(point);
    default:
        return !isVariation(point) && std::ranges::find(blanks, point) == blanks.end();
    }
}

/// The code points of one name, and what may stand where in it: UTS #39's general profile for what cannot be seen.
class Spelling {
  public:
    explicit Spelling(std::u32string_view name)
        : m_name(name)
    {}

    /// Where the first character is that is not allowed there.
    std::optional<size_t> fault() const
    {
        int marks = 0;
        for (size_t at = 0; at < m_name.size(); ++at) {
            marks = QChar::isMark(m_name[at]) ? marks + 1 : 0;
            if (!isAllowedAnywhere(m_name[at]) && !isAllowedHere(at))
                return at;
            if (marks > maxMarksInARow || (at == 0 && marks > 0))
                return at;
            if (m_name[at] == blackFlag)
                at += regionBehind(at);
        }
        return {};
    }

  private:
    char32_t point(size_t at) const { return at < m_name.size() ? m_name[at] : U'\0'; }
    char32_t before(size_t at) const { return at > 0 ? m_name[at - 1] : U'\0'; }

    bool isAllowedHere(size_t at) const
    {
        switch (m_name[at]) {
        case emojiStyle:
            return isPictograph(before(at)) ||
                   (point(at + 1) == keycap &&
                    std::u32string_view(U"0123456789#*").find(before(at)) != std::u32string_view::npos);
        case zeroWidthNonJoiner:
            return isWithinConjunct(at) || separatesJoinedLetters(at);
        case zeroWidthJoiner:
            return isWithinConjunct(at) || joinsPictographs(at) || joinsToVirama(at);
        default:
            return false;
        }
    }

    /// UAX #31, rule A2: behind a virama between two letters of one script. Rule B, for U+200D, would also allow the
    /// end of a word, where it makes those letters that normalForm() composes; behind others nobody could see it there.
    bool isWithinConjunct(size_t at) const
    {
        size_t left = at;
        while (isReorderedMark(before(left)) && !isVirama(before(left)))
            --left;
        if (!isVirama(before(left)))
            return false;
        --left;
        while (QChar::category(before(left)) == QChar::Mark_NonSpacing)
            --left;
        size_t right = at + 1;
        while (isReorderedMark(point(right)) && !isVirama(point(right)))
            ++right;
        return areLettersOfOneScript(before(left), point(right));
    }

    /// Between a consonant and a virama that another consonant follows, as in Bengali.
    bool joinsToVirama(size_t at) const
    {
        return isVirama(point(at + 1)) && areLettersOfOneScript(before(at), point(at + 2));
    }

    /// What joiners of Brahmic scripts stand between; letters of different scripts are never drawn as one.
    static bool areLettersOfOneScript(char32_t left, char32_t right)
    {
        return QChar::category(left) == QChar::Letter_Other && QChar::category(right) == QChar::Letter_Other &&
               QChar::script(left) == QChar::script(right);
    }

    /// UAX #31, rule A1: between letters that would be joined without it, as in Persian.
    bool separatesJoinedLetters(size_t at) const
    {
        size_t left = at;
        while (left > 0 && QChar::joiningType(before(left)) == QChar::Joining_Transparent)
            --left;
        size_t right = at + 1;
        while (right < m_name.size() && QChar::joiningType(m_name[right]) == QChar::Joining_Transparent)
            ++right;
        const auto from = QChar::joiningType(before(left));
        const auto to = QChar::joiningType(point(right));
        return (from == QChar::Joining_Left || from == QChar::Joining_Dual) &&
               (to == QChar::Joining_Right || to == QChar::Joining_Dual) &&
               QChar::script(before(left)) == QChar::script(point(right));
    }

    bool joinsPictographs(size_t at) const
    {
        size_t left = at;
        while (before(left) == emojiStyle || isSkinTone(before(left)))
            --left;
        return isPictograph(before(left)) && isPictograph(point(at + 1));
    }

    /// How many tags behind this flag belong to it.
    size_t regionBehind(size_t at) const
    {
        const auto tags = m_name.substr(at + 1);
        const auto found = std::ranges::find_if(regions, [&](auto region) { return tags.starts_with(region); });
        return found == regions.end() ? 0 : found->size();
    }

    std::u32string_view m_name;
};

QString codeOf(char32_t point)
{
    return QStringLiteral("U+") + QString::number(point, 16).toUpper().rightJustified(4, u'0');
}

/// UTF-16 units of a text whose normal form may have that length: up to four code points become one.
constexpr qsizetype mostUnits(int maxCodePoints)
{
    return qsizetype(maxCodePoints) * 8;
}
static_assert(mostUnits(maxRoomName) <= longestComposed);

Error tooLong(int maxCodePoints)
{
    return {ErrorCode::TooLong, QStringLiteral("is longer than %1 characters").arg(maxCodePoints), {}};
}

} // namespace

QString normalForm(QStringView text)
{
    if (text.size() > longestComposed)
        return text.toString();
    QString result;
    QString letters = composed(text);
    composeAtomicLetters(letters);
    for (const QChar unit : std::as_const(letters)) {
        if (unit.category() != QChar::Separator_Space)
            result += unit;
        else if (!result.endsWith(u' '))
            result += u' ';
    }
    return result.trimmed();
}

QString normalCut(QStringView text, int maxCodePoints)
{
    const QString whole = normalForm(text.first(std::min(text.size(), mostUnits(maxCodePoints))));
    QString cut = cutToCodePoints(whole, maxCodePoints);
    if (cut.size() < whole.size()) {
        while (cut.endsWith(QChar(zeroWidthNonJoiner)) || cut.endsWith(QChar(zeroWidthJoiner)))
            cut.chop(1); // what it stood before is gone
    }
    return cut;
}

Result<QString> normalName(QStringView text, int maxCodePoints)
{
    if (text.size() > mostUnits(maxCodePoints))
        return tooLong(maxCodePoints);
    const QString name = normalForm(text);
    const std::u32string points = name.toStdU32String();
    if (points.empty())
        return Error{ErrorCode::BadRequest, QStringLiteral("must not be empty"), {}};
    if (points.size() > size_t(maxCodePoints))
        return tooLong(maxCodePoints);
    if (const auto fault = Spelling(points).fault()) {
        const QString message = *fault == 0 && QChar::isMark(points[0])
                                    ? QStringLiteral("must not begin with the character %1; leave it out")
                                    : QStringLiteral("must not contain the character %1; leave it out");
        return Error{ErrorCode::BadRequest, message.arg(codeOf(points[*fault])), {}};
    }
    return name;
}

} // namespace parlance
