#include "text/names.h"

#include <QList>

#include <algorithm>
#include <array>

namespace parlance {

namespace {

/// So many combining marks on one letter are still writing; more is a tower that runs over the neighbouring lines.
constexpr int maxMarksInARow = 4;

/// Characters that draw nothing although their category does not say so.
constexpr std::array<char32_t, 8> blanks{0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0};

bool isAllowed(char32_t point)
{
    switch (QChar::category(point)) {
    case QChar::Other_Control:
    case QChar::Other_Format: // bidirectional controls, zero-width joiners, soft hyphen, tags
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return std::ranges::find(blanks, point) == blanks.end();
    }
}

/// Variation selectors draw nothing themselves. One turns the symbol before it into an emoji; all others, and that one
/// behind a letter, only make equal looks unequal.
bool isIdleVariation(char32_t previous, char32_t point)
{
    if (point == 0xfe0f)
        return !QChar::isSymbol(previous);
    return (point >= 0x180b && point <= 0x180f) || (point >= 0xfe00 && point <= 0xfe0e) ||
           (point >= 0xe0100 && point <= 0xe01ef);
}

} // namespace

Result<QString> normalName(QStringView text, int maxCodePoints)
{
    const QString name = text.trimmed().toString().normalized(QString::NormalizationForm_C);
    const auto points = name.toUcs4();
    if (points.isEmpty())
        return Error{ErrorCode::BadRequest, QStringLiteral("must not be empty"), {}};
    if (points.size() > maxCodePoints)
        return Error{ErrorCode::TooLong, QStringLiteral("is longer than %1 characters").arg(maxCodePoints), {}};
    int marks = 0;
    char32_t previous = 0;
    for (const char32_t point : points) {
        marks = QChar::isMark(point) ? marks + 1 : 0;
        if (!isAllowed(point) || isIdleVariation(previous, point) || marks > maxMarksInARow) {
            const QString code = QString::number(point, 16).toUpper().rightJustified(4, u'0');
            return Error{ErrorCode::BadRequest,
                         QStringLiteral("must not contain the character U+%1; leave it out").arg(code),
                         {}};
        }
        previous = point;
    }
    return name;
}

} // namespace parlance
