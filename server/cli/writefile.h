#pragma once

#include <QString>

#include <optional>

namespace parlance::cli {

/// Writes a settings file whole or not at all, with its folder if there is none, for its owner to write and its group
/// to read (0640). The group stays that of the file there was; else it is the server's own, `parlance`, where there is
/// one and root writes. The error is one line.
std::optional<QString> writeSettingsFile(const QString& path, const QString& text);

} // namespace parlance::cli
