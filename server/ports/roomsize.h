#pragma once

#include "base/ids.h"
#include "protocol/records.h"
#include "text/names.h"

#include <optional>
#include <vector>

namespace parlance {

/// A room as admins see it.
struct RoomSize {
    RoomId room;
    RoomName name;
    qint64 events = 0;
    qint64 messages = 0;
    qint64 members = 0;
    std::optional<qint64> lastAt = {};  ///< of any event, ms since 1970
    std::optional<qint64> present = {}; ///< not the store's to know

    friend bool operator==(const RoomSize&, const RoomSize&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &RoomSize::room, "the room, for ever"),
            field("name", &RoomSize::name, "what it is called now"),
            field("events", &RoomSize::events, "how many there are in its log"),
            field("messages", &RoomSize::messages, "how many of them are messages"),
            field("members", &RoomSize::members, "how many people are its members"),
            field("lastAt", &RoomSize::lastAt, "when the newest event came, ms since 1970; absent while there is none"),
            field("present", &RoomSize::present, "how many people are in it now"),
        };
    }
};

struct RoomSizes {
    std::vector<RoomSize> rooms;
    bool more = false;
};

} // namespace parlance
