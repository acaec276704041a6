#pragma once

#include <QStringView>

#include <array>

/// Reading UTF-16 one code point at a time. A lone surrogate counts as a code point of its own.
namespace parlance {

struct CodePoint {
    char32_t value = 0;
    qsizetype start = 0;
    qsizetype end = 0;
};

/// The code point that begins at `at`, which must be within the text.
inline CodePoint codePointAt(QStringView text, qsizetype at)
{
    const QChar unit = text[at];
    if (unit.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate())
        return {QChar::surrogateToUcs4(unit, text[at + 1]), at, at + 2};
    return {unit.unicode(), at, at + 1};
}

/// The code point that ends at `end`, which must be greater than 0.
inline CodePoint codePointBefore(QStringView text, qsizetype end)
{
    const QChar unit = text[end - 1];
    if (unit.isLowSurrogate() && end > 1 && text[end - 2].isHighSurrogate())
        return {QChar::surrogateToUcs4(text[end - 2], unit), end - 2, end};
    return {unit.unicode(), end - 1, end};
}

struct CodePointRange {
    char32_t first = 0;
    char32_t last = 0;
};

template <size_t Size>
constexpr bool isIn(const std::array<CodePointRange, Size>& ranges, char32_t point)
{
    for (const CodePointRange& range : ranges) {
        if (point >= range.first && point <= range.last)
            return true;
    }
    return false;
}

} // namespace parlance
