#pragma once

#include <QByteArray>

#include <utility>
#include <vector>

namespace parlance {

/// One HTTP answer. The headers that every answer carries (security, length, connection) are added when it is written.
struct HttpResponse {
    int status = 200;
    QByteArray contentType = QByteArrayLiteral("text/plain; charset=utf-8");
    QByteArray body;
    std::vector<std::pair<QByteArray, QByteArray>> headers;
};

/// An answer that says in one line what is wrong. Adds what the status calls for (Allow, Upgrade, Retry-After).
HttpResponse errorResponse(int status);

/// The bytes; without the body if `headOnly`, but with its length.
QByteArray encodeResponse(const HttpResponse& response, bool headOnly, bool keepAlive);

} // namespace parlance
