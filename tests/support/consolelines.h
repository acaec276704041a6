#pragma once

#include "protocol/records.h"
#include "protocol/tagged.h"
#include "protocol/wiretypes.h"

/// What parlance-console prints besides the events of the rooms' logs, which it prints as they came over the wire. One
/// JSON object a line, `type` first.
namespace parlance::console {

struct PhaseLine {
    QString phase;
    std::optional<QString> problem;
    std::optional<qint64> retryIn;

    static constexpr std::string_view type = "phase";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("phase", &PhaseLine::phase, "offline, connecting, greeting, resuming, online, waiting or refused"),
            field("problem", &PhaseLine::problem, "with waiting and refused: why"),
            field("retryIn", &PhaseLine::retryIn, "with waiting: ms until the next attempt"),
        };
    }
};

struct ResetLine {
    RoomId room;
    LogId log;
    qint64 head = 0;
    qint64 n = 0;
    std::vector<MessageState> history;

    static constexpr std::string_view type = "reset";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &ResetLine::room, "joined from nothing: what was printed of it before is void"),
            field("log", &ResetLine::log, "which log it is now"),
            field("head", &ResetLine::head, "the next event is head + 1"),
            field("n", &ResetLine::n, "how many messages there are"),
            field("history", &ResetLine::history, "the latest of them, as they are now"),
        };
    }
};

struct OutboxLine {
    RoomId room;
    Nonce nonce;
    QString state;
    std::optional<QString> code;
    std::optional<QString> message;

    static constexpr std::string_view type = "outbox";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &OutboxLine::room, "where to"),
            field("nonce", &OutboxLine::nonce, "of the line that was read"),
            field("state", &OutboxLine::state, "queued, sent, waiting, failed or done"),
            field("code", &OutboxLine::code, "with waiting and failed"),
            field("message", &OutboxLine::message, "with waiting and failed"),
        };
    }
};

struct TroubleLine {
    QString code;
    QString message;

    static constexpr std::string_view type = "trouble";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("code", &TroubleLine::code, "as in the protocol's table of errors"),
            field("message", &TroubleLine::message, "what was not done, and why"),
        };
    }
};

} // namespace parlance::console
