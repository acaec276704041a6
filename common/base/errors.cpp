#include "base/errors.h"

#include <algorithm>
#include <array>

namespace parlance {

namespace {

constexpr std::array errorTable{
    ErrorInfo{ErrorCode::InvalidJson, "invalid_json", false,
              "The frame is not one JSON object. Mend the sender; the connection stays."},
    ErrorInfo{ErrorCode::BadRequest, "bad_request", false,
              "A field is missing or of the wrong kind; `field` names it. Mend the sender."},
    ErrorInfo{ErrorCode::UnknownType, "unknown_type", false,
              "This server does not know the request. Do without it: the server is older than the client."},
    ErrorInfo{ErrorCode::NotJoined, "not_joined", false, "Join the room first, then ask again."},
    ErrorInfo{ErrorCode::TooLong, "too_long", false, "Shorten it to the limit that welcome announced."},
    ErrorInfo{ErrorCode::TooMany, "too_many", false, "Leave a room before joining another one."},
    ErrorInfo{ErrorCode::RateLimited, "rate_limited", true, "Wait retryAfter milliseconds, then send it again."},
    ErrorInfo{ErrorCode::NotFound, "not_found", false, "The room or message does not exist. Forget it."},
    ErrorInfo{ErrorCode::Forbidden, "forbidden", false, "This identity may not do that. Do not repeat it."},
    ErrorInfo{ErrorCode::Unauthenticated, "unauthenticated", false,
              "The token or the password is wrong or missing. Ask the person; do not repeat it by yourself."},
    ErrorInfo{ErrorCode::NameTaken, "name_taken", false,
              "Another room has that name, or another account that handle. Choose another one."},
    ErrorInfo{ErrorCode::Expired, "expired", false, "The link was used, taken back or is too old. Ask for a new one."},
    ErrorInfo{ErrorCode::Reauthenticate, "reauthenticate", false,
              "Ask the person for the password, send `reauthenticate`, then ask again."},
    ErrorInfo{ErrorCode::AccountRequired, "account_required", false,
              "This server takes no guests. Keep the token, and offer to sign in or to register."},
    ErrorInfo{ErrorCode::ProtocolVersion, "protocol_version", false,
              "The server speaks another version of the protocol. Update the client."},
    ErrorInfo{ErrorCode::Busy, "busy", true,
              "The server cannot do this just now. Keep what was asked for and ask again after retryAfter."},
    ErrorInfo{ErrorCode::Internal, "internal", true,
              "A fault of the server's, which is in its log. Try again once; then tell the person."},
};

} // namespace

const ErrorInfo& info(ErrorCode code)
{
    return *std::ranges::find(errorTable, code, &ErrorInfo::code);
}

const ErrorInfo* ErrorTable::begin() const
{
    return errorTable.data();
}

const ErrorInfo* ErrorTable::end() const
{
    return errorTable.data() + errorTable.size();
}

Error errorIn(const QString& field, ErrorCode code, const QString& what)
{
    return {code, field.isEmpty() ? what : field + QStringLiteral(": ") + what, {}, field};
}

std::optional<ErrorCode> errorCode(std::string_view name)
{
    const auto* row = std::ranges::find(errorTable, name, &ErrorInfo::name);
    if (row == errorTable.end())
        return std::nullopt;
    return row->code;
}

} // namespace parlance
