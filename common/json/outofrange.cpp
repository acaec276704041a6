#include "json/outofrange.h"

#include <QByteArrayView>

#include <algorithm>
#include <charconv>
#include <optional>

namespace parlance::json {

namespace {

constexpr qsizetype safeDigits = 18; // so many always fit into 64 bits

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isOfNumber(char c)
{
    return isDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/// A number by JSON's grammar, without the sign before it.
struct Number {
    QByteArrayView whole;
    QByteArrayView fraction; ///< empty if there is none
    QByteArrayView exponent; ///< its digits; empty if there is none
    bool hasMinus = false;   ///< before the exponent
};

bool take(QByteArrayView& text, QByteArrayView anyOf)
{
    if (text.isEmpty() || !anyOf.contains(text.front()))
        return false;
    text = text.sliced(1);
    return true;
}

QByteArrayView takeDigits(QByteArrayView& text)
{
    qsizetype count = 0;
    while (count < text.size() && isDigit(text[count]))
        ++count;
    const QByteArrayView digits = text.first(count);
    text = text.sliced(count);
    return digits;
}

std::optional<Number> parseNumber(QByteArrayView text)
{
    Number number;
    number.whole = takeDigits(text);
    if (number.whole.isEmpty() || (number.whole.size() > 1 && number.whole.front() == '0'))
        return {};
    if (take(text, ".")) {
        if (number.fraction = takeDigits(text); number.fraction.isEmpty())
            return {};
    }
    if (take(text, "eE")) {
        number.hasMinus = !take(text, "+") && take(text, "-");
        if (number.exponent = takeDigits(text); number.exponent.isEmpty())
            return {};
    }
    return text.isEmpty() ? std::optional(number) : std::nullopt;
}

/// The power of ten of the first digit that is not 0. Far beyond the range of a double it is only roughly right.
qint64 magnitudeOf(const Number& number)
{
    constexpr qint64 farBeyond = 1'000'000'000;
    qint64 exponent = 0;
    for (const char digit : number.exponent)
        exponent = std::min(exponent * 10 + (digit - '0'), farBeyond);
    const auto zeros = std::ranges::find_if(number.fraction, [](char c) { return c != '0'; }) - number.fraction.begin();
    const qint64 first = number.whole == QByteArrayView("0") ? -1 - zeros : number.whole.size() - 1;
    return first + (number.hasMinus ? -exponent : exponent);
}

/// Whether it is larger than any double. simdjson has no objection to numbers that are too small for one.
bool isTooLarge(QByteArrayView text, const Number& number)
{
    double value = 0;
    const auto read = std::from_chars(text.begin(), text.end(), value);
    return read.ec == std::errc::result_out_of_range && magnitudeOf(number) > 0;
}

/// The number as simdjson takes it. What is no number by JSON's grammar stays as it is.
QByteArray inRange(QByteArrayView text)
{
    const bool isNegative = text.startsWith('-');
    const QByteArrayView unsignedText = isNegative ? text.sliced(1) : text;
    const auto number = parseNumber(unsignedText);
    const bool isInteger = number && number->whole.size() == unsignedText.size();
    if (!number || (isInteger && number->whole.size() <= safeDigits))
        return text.toByteArray();
    if (isTooLarge(unsignedText, *number))
        return isNegative ? QByteArrayLiteral("-1e308") : QByteArrayLiteral("1e308");
    return isInteger ? text.toByteArray() + "e0" : text.toByteArray();
}

/// The position behind the closing quote of the string that begins at `begin`.
qsizetype endOfString(QByteArrayView text, qsizetype begin)
{
    qsizetype at = begin + 1;
    while (at < text.size() && text[at] != '"')
        at += text[at] == '\\' ? 2 : 1;
    return std::min(at + 1, text.size());
}

} // namespace

QByteArray withNumbersInRange(const QByteArray& text)
{
    QByteArray result;
    result.reserve(text.size() + 64);
    const QByteArrayView all(text);
    for (qsizetype at = 0; at < all.size();) {
        const qsizetype begin = at;
        if (all[at] == '"') {
            at = endOfString(all, at);
            result += all.sliced(begin, at - begin);
        } else if (isDigit(all[at]) || all[at] == '-') {
            while (at < all.size() && isOfNumber(all[at]))
                ++at;
            result += inRange(all.sliced(begin, at - begin));
        } else {
            result += all[at++];
        }
    }
    return result;
}

} // namespace parlance::json
