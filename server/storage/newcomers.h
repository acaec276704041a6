#pragma once

#include "storage/newpeople.h"
#include "storage/newrooms.h"

namespace parlance {

/// The rooms and people that have no durable event yet and so stand in no table, and who of them is in which room. Kept
/// in memory only, and not for ever: strangers who only look can fill neither the disk nor this.
struct Newcomers {
    static constexpr size_t maxPeople = 10'000;
    static constexpr size_t maxRooms = 10'000;

    NewRooms rooms{maxRooms};
    /// Also who stands in a table and is in a room that does not.
    NewPeople people{maxPeople};
};

} // namespace parlance
