#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace parlance {

/// The head of one HTTP/1.x request (RFC 9112), header names in lower case. Views into the bytes that were parsed.
struct HttpHead {
    QByteArrayView method;
    QByteArrayView path;      ///< without the query
    QByteArrayView query;     ///< with its question mark, or empty
    QByteArrayView authority; ///< of a target in absolute form (RFC 9112, section 3.2.2), the same as Host; or empty
    bool isHttp11 = false;
    qsizetype length = 0; ///< of the head in bytes, the empty line included
    std::vector<std::pair<QByteArray, QByteArrayView>> headers;

    /// The value, if the header came exactly once.
    std::optional<QByteArrayView> header(QByteArrayView name) const;

    /// The values of a header that is a list, as one: a proxy may add to it by a line of its own (RFC 9110,
    /// section 5.3).
    std::optional<QByteArray> list(QByteArrayView name) const;

    /// Whether one of the comma-separated values of the header is `token`, letter case ignored.
    bool hasToken(QByteArrayView name, QByteArrayView token) const;
};

/// Not all of it is there yet.
struct HttpIncomplete {};

/// The status that the request must be answered with.
struct HttpRefusal {
    int status = 400;
};

constexpr qsizetype maxHeadBytes = 16 * 1024;
constexpr int maxHeadLines = 100;

/// Strict where laxness is known to be abused: bare line feeds, control characters in values, folded lines, spaces
/// before the colon, repeated Host, Origin, Content-Length or Sec-WebSocket-* headers, and a length beside a transfer
/// encoding are all 400; a body is 413, because no request here has one.
std::variant<HttpHead, HttpIncomplete, HttpRefusal> parseHttpHead(QByteArrayView bytes);

} // namespace parlance
