#pragma once

#include "text/folding.h"
#include "text/names.h"

#include <QByteArray>

namespace parlance {

/// A room's place in the directory, which no other room has. In UTF-8, because SQLite orders texts by their bytes.
/// Databases keep it.
inline QByteArray directoryKey(const RoomName& name)
{
    return folded(name.text()).toUtf8();
}

} // namespace parlance
