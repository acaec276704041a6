#include "base/closecodes.h"

#include <algorithm>
#include <array>

namespace parlance {

namespace {

constexpr std::array closeTable{
    CloseInfo{CloseCode::Normal, "", "The client asked for it."},
    CloseInfo{CloseCode::GoingAway, "going_away", "The page or program is being left."},
    CloseInfo{CloseCode::ProtocolError, "protocol_error", "The frames were not those of RFC 6455."},
    CloseInfo{CloseCode::Unsupported, "text_only", "A binary message came; the protocol is text."},
    CloseInfo{CloseCode::PolicyViolation, "policy",
              "The frames broke a rule of the transport, or almost everything was refused."},
    CloseInfo{CloseCode::TooBig, "too_big", "A frame or message was larger than welcome's limits.frame."},
    CloseInfo{CloseCode::SlowConsumer, "slow_consumer", "The client read too slowly. It resumes with since."},
    CloseInfo{CloseCode::Restarting, "restarting", "The server stops or restarts. It will be back."},
    CloseInfo{CloseCode::MissedHeartbeat, "missed_heartbeat", "Nothing was heard from the client for too long."},
    CloseInfo{CloseCode::NotGreeted, "not_greeted", "Neither hello nor join came in time."},
    CloseInfo{CloseCode::RoomEnded, "room_ended", "The room that a plain client was in was deleted."},
    CloseInfo{CloseCode::TokenRenewed, "token_renewed",
              "The guest has an account now. The device that made it has the new token."},
    CloseInfo{CloseCode::Banned, "banned", "This identity or address is not wanted here."},
    CloseInfo{CloseCode::ProtocolTooOld, "protocol_too_old", "The client must be updated."},
    CloseInfo{CloseCode::SignedOut, "signed_out", "The identity was signed out elsewhere."},
};

} // namespace

const CloseInfo& info(CloseCode code)
{
    return *std::ranges::find(closeTable, code, &CloseInfo::code);
}

const CloseInfo* CloseTable::begin() const
{
    return closeTable.data();
}

const CloseInfo* CloseTable::end() const
{
    return closeTable.data() + closeTable.size();
}

} // namespace parlance
