#include "net/httphead.h"

#include <QList>

#include <algorithm>
#include <array>

namespace parlance {

namespace {

constexpr QByteArrayView lineEnd = "\r\n";

bool isTokenChar(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, isTokenChar);
}

bool isFieldValue(QByteArrayView text)
{
    return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f; });
}

/// Proxies are told whole addresses, and some send them on.
bool takeAuthority(QByteArrayView& target, HttpHead& head)
{
    for (const QByteArrayView scheme : {QByteArrayView("http://"), QByteArrayView("https://")}) {
        if (!target.startsWith(scheme))
            continue;
        target = target.sliced(scheme.size());
        const qsizetype slash = target.indexOf('/');
        if (slash <= 0)
            return false;
        head.authority = target.first(slash);
        target = target.sliced(slash);
        break;
    }
    return target.startsWith('/');
}

bool parseRequestLine(QByteArrayView line, HttpHead& head)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype second = line.indexOf(' ', first + 1);
    if (first < 0 || second < 0)
        return false;
    head.method = line.first(first);
    QByteArrayView target = line.sliced(first + 1, second - first - 1);
    const QByteArrayView version = line.sliced(second + 1);
    head.isHttp11 = version == QByteArrayView("HTTP/1.1");
    const bool printable = std::ranges::all_of(target, [](char c) { return c > ' ' && c < 0x7f; });
    if (!isToken(head.method) || !printable || !takeAuthority(target, head) ||
        (!head.isHttp11 && version != QByteArrayView("HTTP/1.0")))
        return false;
    const qsizetype query = target.indexOf('?');
    head.path = query >= 0 ? target.first(query) : target;
    head.query = query >= 0 ? target.sliced(query) : QByteArrayView();
    return true;
}

/// Without what may stand around a value: spaces and tabs, nothing else (RFC 9110, section 5.5).
QByteArrayView withoutOuterSpace(QByteArrayView text)
{
    const auto isSpace = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.isEmpty() && isSpace(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isSpace(text.back()))
        text.chop(1);
    return text;
}

bool parseHeader(QByteArrayView line, HttpHead& head)
{
    const qsizetype colon = line.indexOf(':');
    if (colon < 0 || !isToken(line.first(colon)))
        return false;
    const QByteArrayView value = withoutOuterSpace(line.sliced(colon + 1));
    if (!isFieldValue(value))
        return false;
    head.headers.emplace_back(line.first(colon).toByteArray().toLower(), value);
    return true;
}

bool repeatsWhatIsSingle(const HttpHead& head)
{
    static constexpr std::array<QByteArrayView, 6> single{
        "host", "origin", "content-length", "sec-websocket-key", "sec-websocket-version", "transfer-encoding"};
    return std::ranges::any_of(single, [&head](QByteArrayView name) {
        return std::ranges::count_if(head.headers, [name](const auto& h) { return h.first == name; }) > 1;
    });
}

/// 0 if the request may go on.
int refusalOf(const HttpHead& head)
{
    if (repeatsWhatIsSingle(head) || (head.isHttp11 && !head.header("host")))
        return 400;
    if (!head.authority.isEmpty() &&
        head.authority.compare(head.header("host").value_or(QByteArrayView()), Qt::CaseInsensitive) != 0)
        return 400;
    const auto length = head.header("content-length");
    const auto encoding = head.header("transfer-encoding");
    if (length &&
        (encoding || length->isEmpty() || !std::ranges::all_of(*length, [](char c) { return c >= '0' && c <= '9'; })))
        return 400;
    if (encoding || (length && std::ranges::any_of(*length, [](char c) { return c != '0'; })))
        return 413;
    return 0;
}

} // namespace

std::optional<QByteArrayView> HttpHead::header(QByteArrayView name) const
{
    const auto same = [name](const auto& h) { return h.first == name; };
    const auto found = std::ranges::find_if(headers, same);
    if (found == headers.end() || std::any_of(found + 1, headers.end(), same))
        return std::nullopt;
    return found->second;
}

std::optional<QByteArray> HttpHead::list(QByteArrayView name) const
{
    std::optional<QByteArray> values;
    for (const auto& [key, value] : headers) {
        if (key == name)
            values = values ? *values + ',' + value.toByteArray() : value.toByteArray();
    }
    return values;
}

bool HttpHead::hasToken(QByteArrayView name, QByteArrayView token) const
{
    for (const auto& [key, value] : headers) {
        if (key != name)
            continue;
        for (const QByteArray& part : value.toByteArray().split(',')) {
            if (part.trimmed().compare(token, Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

std::variant<HttpHead, HttpIncomplete, HttpRefusal> parseHttpHead(QByteArrayView bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0) {
        const bool tooLong = bytes.size() >= maxHeadBytes || std::ranges::count(bytes, '\n') > maxHeadLines;
        if (tooLong)
            return HttpRefusal{431};
        return HttpIncomplete{};
    }
    HttpHead head;
    head.length = end + 4;
    if (head.length > maxHeadBytes)
        return HttpRefusal{431};
    QByteArrayView rest = bytes.first(end + 2);
    for (int lines = 0; !rest.isEmpty(); ++lines) {
        if (lines == maxHeadLines)
            return HttpRefusal{431};
        const qsizetype stop = rest.indexOf(lineEnd);
        const QByteArrayView line = rest.first(stop);
        rest = rest.sliced(stop + 2);
        if (!(lines == 0 ? parseRequestLine(line, head) : parseHeader(line, head)))
            return HttpRefusal{400};
    }
    if (const int status = refusalOf(head))
        return HttpRefusal{status};
    return head;
}

} // namespace parlance
