#pragma once

#include "base/ids.h"
#include "json/fields.h"
#include "protocol/limits.h"
#include "text/names.h"

#include <optional>
#include <tuple>
#include <vector>

/// What a node tells the others of the people who are connected to it.
namespace parlance {

/// Somebody in a room.
struct RoomPerson {
    RoomId room;
    UserId id;

    friend bool operator==(const RoomPerson&, const RoomPerson&) = default;
    friend bool operator<(const RoomPerson& a, const RoomPerson& b)
    {
        return std::tie(a.room, a.id) < std::tie(b.room, b.id);
    }

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{field("room", &RoomPerson::room, "where"), field("id", &RoomPerson::id, "who")};
    }
};

/// Somebody who is present in a room by a connection to the sender.
struct PresentPerson {
    RoomId room;
    UserId id;
    UserName username;

    friend bool operator==(const PresentPerson&, const PresentPerson&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &PresentPerson::room, "where"),
            field("id", &PresentPerson::id, "who"),
            field("username", &PresentPerson::username, "their present name"),
        };
    }
};

/// Who is present, and who is not any more. Saying it again changes nothing. Where a whole list begins or ends,
/// everybody who is present is told between the two, in as many messages as it takes.
struct PresenceNews {
    /// More entries than this in one list are refused.
    static constexpr size_t maxEntries = 20'000;

    std::optional<bool> begins; ///< true: a whole list begins with this message
    std::vector<PresentPerson> came;
    std::vector<RoomPerson> went;
    std::optional<bool> ends; ///< true: it ends with this message

    friend bool operator==(const PresenceNews&, const PresenceNews&) = default;
    bool isEmpty() const { return !begins && came.empty() && went.empty() && !ends; }

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("begins", &PresenceNews::begins, "true: a whole list begins with this message"),
            field("came", &PresenceNews::came, "who is present"),
            field("went", &PresenceNews::went, "who is not present any more"),
            field("ends", &PresenceNews::ends, "true: the whole list ends with this message"),
        };
    }
};

/// Somebody who types.
struct TypingPerson {
    RoomId room;
    qint64 head = 0; ///< of the room, when they typed
    UserId id;
    UserName username;
    qint64 believedFor = 0; ///< ms

    friend bool operator==(const TypingPerson&, const TypingPerson&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &TypingPerson::room, "where"),
            field("head", &TypingPerson::head, "of the room; whoever is behind it ignores this"),
            field("id", &TypingPerson::id, "who"),
            field("username", &TypingPerson::username, "their present name"),
            field("believedFor", &TypingPerson::believedFor, "ms", {1, limits::plainTypingExpiry}),
        };
    }
};

struct TypingNews {
    /// More entries than this in one list are refused.
    static constexpr size_t maxEntries = 1'000;

    std::vector<TypingPerson> started; ///< or go on
    std::vector<RoomPerson> stopped;

    friend bool operator==(const TypingNews&, const TypingNews&) = default;
    bool isEmpty() const { return started.empty() && stopped.empty(); }

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("started", &TypingNews::started, "who types"),
            field("stopped", &TypingNews::stopped, "who does not type any more"),
        };
    }
};

} // namespace parlance
