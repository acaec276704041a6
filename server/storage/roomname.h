#pragma once

#include "sqlite/database.h"
#include "text/names.h"

namespace parlance {

/// A room's name in a row; empty if it is none that is allowed today.
inline RoomName nameIn(const Cursor& row, int column)
{
    auto name = RoomName::parse(row.text(column));
    return name ? *std::move(name) : RoomName();
}

} // namespace parlance
