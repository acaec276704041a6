#pragma once

#include "text/names.h"

namespace parlance {

/// A room's name in a row; empty if it is none that is allowed today.
template <class Row>
RoomName nameIn(const Row& row, int column)
{
    auto name = RoomName::parse(row.text(column));
    return name ? *std::move(name) : RoomName();
}

} // namespace parlance
