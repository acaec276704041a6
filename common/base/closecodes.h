#pragma once

#include <string_view>

namespace parlance {

/// Why a connection ends. 4000-4499: come back, with back-off. 4500-4999: do not, until a person acts.
/// Codes below 4000 are those of RFC 6455, section 7.4.1.
enum class CloseCode : unsigned short {
    Normal = 1000,
    GoingAway = 1001,
    ProtocolError = 1002,
    Unsupported = 1003,
    PolicyViolation = 1008,
    TooBig = 1009,
    SlowConsumer = 4000,
    Restarting = 4001,
    MissedHeartbeat = 4002,
    NotGreeted = 4003,
    RoomEnded = 4004,
    TokenRenewed = 4005,
    Banned = 4500,
    ProtocolTooOld = 4501,
    SignedOut = 4502,
};

struct CloseInfo {
    CloseCode code;
    std::string_view reason; ///< as sent in the close frame
    std::string_view meaning;
};

const CloseInfo& info(CloseCode code);

struct CloseTable {
    const CloseInfo* begin() const;
    const CloseInfo* end() const;
};

/// Whether a client that was closed with this code should reconnect by itself. Every code outside
/// 4500-4999 says yes, unknown ones too: a client that gives up needlessly is worse than one more attempt.
constexpr bool comesBack(unsigned code)
{
    return code < 4500 || code > 4999;
}

} // namespace parlance
