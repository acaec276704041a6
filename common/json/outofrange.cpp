#include "json/outofrange.h"

#include <QByteArrayView>

#include <algorithm>
#include <charconv>

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

/// How long the digits are that the text begins with.
qsizetype digitsOf(QByteArrayView text)
{
    qsizetype count = 0;
    while (count < text.size() && isDigit(text[count]))
        ++count;
    return count;
}

/// Whether a number without a sign is larger than any double. One that is too small for them is none of simdjson's
/// problems.
bool isTooLarge(QByteArrayView number)
{
    double value = 0;
    const auto read = std::from_chars(number.begin(), number.end(), value);
    const bool isSmall = number.startsWith('0') || number.contains("e-") || number.contains("E-");
    return read.ec == std::errc::result_out_of_range && !isSmall;
}

/// How a number is to be written; by JSON's grammar, or it stays.
QByteArray inRange(QByteArrayView number)
{
    QByteArrayView rest = number.startsWith('-') ? number.sliced(1) : number;
    const qsizetype whole = digitsOf(rest);
    const bool isInteger = whole == rest.size();
    if (whole == 0 || (whole > 1 && rest.front() == '0') || (isInteger && whole <= safeDigits))
        return number.toByteArray();
    if (isTooLarge(rest))
        return number.startsWith('-') ? QByteArrayLiteral("-1e308") : QByteArrayLiteral("1e308");
    return isInteger ? number.toByteArray() + "e0" : number.toByteArray();
}

/// Where the string ends that begins there, its quotes included.
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
