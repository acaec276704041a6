#pragma once

#include "app/program.h"
#include "cli/command.h"

#include <QStringList>

#include <map>

namespace parlance::cli {

/// The file of an installation; see Reads::InstalledSettings.
inline constexpr std::string_view installedFile = "/etc/parlance/parlanced.toml";

/// A sub-command with what stood on the command line behind it.
struct Invocation {
    const Command* command = nullptr;
    std::map<std::string_view, QStringList> given; ///< by the name of the argument
    Seams seams;                                   ///< for serve

    /// A flag, or a word that may be left out.
    bool isSet(std::string_view name) const { return given.contains(name); }
    /// Empty if it was not given.
    QString value(std::string_view name) const;
    QStringList values(std::string_view name) const;
};

/// What the command line says of settings. Problem: a --set that has no equals sign, as one line.
Sources sourcesOf(const Invocation& invocation, QStringList& problems);

/// The settings for a command of `Reads` other than Nothing. Warnings were printed. Without a value the problems were
/// printed, too, one line each: end with exitUsage.
std::optional<Configuration> settingsFor(const Invocation& invocation);

} // namespace parlance::cli
