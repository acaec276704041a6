#include "text/handles.h"

#include "text/folding.h"
#include "text/names.h"

#include <algorithm>
#include <optional>
#include <string>

namespace parlance {

namespace {

enum class HandlePart { Letter, Digit, Mark, Separator, Other };

/// Whether the character is the look of another one. Ligatures and letters of Thai and Lao that Unicode decomposes for
/// compatibility are not: people write with them.
bool isLook(char32_t point)
{
    switch (QChar::decompositionTag(point)) {
    case QChar::NoDecomposition:
    case QChar::Canonical:
    case QChar::Compat:
        return false;
    default:
        return true;
    }
}

HandlePart partOf(char32_t point)
{
    if (point == U'.' || point == U'_' || point == U'-')
        return HandlePart::Separator;
    if (isLook(point))
        return HandlePart::Other;
    switch (QChar::category(point)) {
    case QChar::Letter_Uppercase:
    case QChar::Letter_Lowercase:
    case QChar::Letter_Titlecase:
    case QChar::Letter_Modifier:
    case QChar::Letter_Other:
        return HandlePart::Letter;
    case QChar::Number_DecimalDigit:
        return HandlePart::Digit;
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
        return HandlePart::Mark;
    default: // joiners belong to the letters that names allow them between
        return point == U'\u200c' || point == U'\u200d' ? HandlePart::Mark : HandlePart::Other;
    }
}

/// The first character that a handle may not have there: no letter, digit or separator, or a mark without a letter.
std::optional<char32_t> fault(const std::u32string& points)
{
    bool takesMarks = false;
    for (const char32_t point : points) {
        const HandlePart part = partOf(point);
        if (part == HandlePart::Other || (part == HandlePart::Mark && !takesMarks))
            return point;
        takesMarks = part == HandlePart::Letter || part == HandlePart::Mark;
    }
    return {};
}

Error badHandle(const QString& why)
{
    return {ErrorCode::BadRequest, why, {}};
}

Error notAllowed(char32_t point)
{
    if (point == U' ')
        return badHandle(QStringLiteral("must not contain blanks; write . _ or - instead"));
    const QString shown = point > U' ' && point < U'\x7f'
                              ? QString(QChar(point))
                              : QStringLiteral("U+") + QString::number(point, 16).toUpper().rightJustified(4, u'0');
    return badHandle(QStringLiteral("must not contain the character %1; use letters, digits and . _ -").arg(shown));
}

} // namespace

Result<Handle> Handle::parse(QStringView text)
{
    auto name = normalName(text, maxHandle);
    if (!name)
        return name.error();
    const std::u32string points = name->toStdU32String();
    if (const auto point = fault(points))
        return notAllowed(*point);
    if (partOf(points.front()) == HandlePart::Separator || partOf(points.back()) == HandlePart::Separator)
        return badHandle(QStringLiteral("must begin and end with a letter or a digit"));
    if (points.size() < size_t(minHandle))
        return badHandle(QStringLiteral("must have at least %1 characters").arg(minHandle));
    Handle handle(*std::move(name));
    if (std::ranges::find(reservedHandles, handle.folded()) != reservedHandles.end())
        return badHandle(QStringLiteral("must not be a word that calls everybody; choose another one"));
    return handle;
}

QString Handle::folded() const
{
    return parlance::folded(m_text);
}

} // namespace parlance
