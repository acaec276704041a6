#pragma once

#include "base/ids.h"
#include "storage/oldestforgotten.h"
#include "text/names.h"

#include <map>

namespace parlance {

/// The rooms and people that have no durable event yet and so stand in no table, and who of them is in which room. Kept
/// in memory only, and not for ever: strangers that only look can fill neither the disk nor this.
struct Newcomers {
    static constexpr size_t maxPeople = 10'000;
    static constexpr size_t maxRooms = 10'000;

    struct Person {
        QString name;
        qint64 lastSeen = 0;
        std::map<RoomName, qint64> reads; ///< the read marks, by room
    };

    OldestForgotten<RoomName, LogId> rooms{maxRooms};
    /// Also who stands in a table and is in a room that does not.
    OldestForgotten<UserId, Person> people{maxPeople};
};

} // namespace parlance
