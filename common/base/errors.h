#pragma once

#include <QString>

#include <optional>
#include <string_view>

namespace parlance {

/// Every error that can cross the wire. PROTOCOL.md prints this table; the order is of no meaning.
enum class ErrorCode {
    InvalidJson,
    BadRequest,
    UnknownType,
    NotJoined,
    TooLong,
    TooMany,
    RateLimited,
    NotFound,
    Forbidden,
    Unauthenticated,
    NameTaken,
    Expired,
    Reauthenticate,
    AccountRequired,
    ProtocolVersion,
    Busy,
    Internal,
};

/// What a client should do when it is told of an error.
struct ErrorInfo {
    ErrorCode code;
    std::string_view name;   ///< as on the wire
    bool tryAgain;           ///< the same request may succeed later, unchanged
    std::string_view advice; ///< one sentence for the author of a client
};

const ErrorInfo& info(ErrorCode code);

/// The whole table, for the documentation and the tests.
struct ErrorTable {
    const ErrorInfo* begin() const;
    const ErrorInfo* end() const;
};

/// Nothing if the name is not in the table: a client must survive codes that are newer than itself.
std::optional<ErrorCode> errorCode(std::string_view name);

struct Error {
    ErrorCode code;
    QString message;                  ///< one line: what, where and what to do
    std::optional<qint64> retryAfter; ///< milliseconds; only with codes that may be tried again
    QString field{};                  ///< which part of the request is meant: text, users[2].id; empty: the whole

    friend bool operator==(const Error&, const Error&) = default;
};

/// An error about one part of a request, whose message begins with the name of that part.
Error errorIn(const QString& field, ErrorCode code, const QString& what);

} // namespace parlance
