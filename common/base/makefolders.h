#pragma once

#include <QString>

#include <optional>

namespace parlance {

/// Makes a folder, and those above it that are missing; nothing where it is there. Returns the system's reason where it
/// could not, with the place if that is not the folder itself.
std::optional<QString> makeFolders(const QString& path);

} // namespace parlance
