#pragma once

#include "text/names.h"

#include <QByteArray>

namespace parlance {

/// The key by which the directory is ordered. Databases keep it, so it stays as it is; the directory is searched by
/// folded() of text/folding.h.
inline QString foldedName(const QString& name)
{
    return name.toCaseFolded();
}

/// A room's place in the directory: by the folded name; the name itself orders rooms that differ only in case. In
/// UTF-8, because SQLite orders texts by their bytes.
struct DirectoryKey {
    QByteArray folded;
    QByteArray name;

    DirectoryKey() = default; ///< before all rooms
    explicit DirectoryKey(const RoomName& room)
        : folded(foldedName(room.text()).toUtf8())
        , name(room.text().toUtf8())
    {}

    friend bool operator<(const DirectoryKey& a, const DirectoryKey& b)
    {
        return a.folded != b.folded ? a.folded < b.folded : a.name < b.name;
    }
};

} // namespace parlance
