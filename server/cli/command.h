#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace parlance::cli {

struct Invocation;

/// What a shell offers for a word or for a flag's value.
enum class Completes { Nothing, Files, Folders, Settings };

/// What may follow a sub-command's name: a word by its place, or a flag.
struct Argument {
    std::string_view name;  ///< "ROOM" for a word, "--force" for a flag
    std::string_view value; ///< what a flag's value is called in the help; empty: it has none
    std::string_view text;  ///< one line
    Completes completes = Completes::Nothing;
    bool isNeeded = false;
    bool isRepeatable = false;
    std::vector<std::string_view> choices = {}; ///< all values that it takes; empty: any

    bool isFlag() const { return name.starts_with('-'); }
    bool hasValue() const { return !isFlag() || !value.empty(); }
};

/// For rows of the table: needed({"ROOM", "", "which one"}).
inline Argument needed(Argument argument)
{
    argument.isNeeded = true;
    return argument;
}

inline Argument repeatable(Argument argument)
{
    argument.isRepeatable = true;
    return argument;
}

/// Whether --config, --data and --set mean something to a sub-command.
enum class Reads {
    Nothing,
    Settings,          ///< from a file only with --config
    InstalledSettings, ///< without --config from installedFile, if that is there
};

/// One row of the table from which parsing, help, manual page and the shells' completions are made.
struct Command {
    std::string_view name; ///< one word, or two: "config check"
    std::string_view text; ///< one line, beginning small, without a full stop
    Reads reads = Reads::Nothing;
    std::vector<Argument> arguments; ///< of its own; words in their order
    int (*run)(const Invocation&);   ///< the program's exit code. There is a QCoreApplication, and no loop runs yet
};

/// Its own arguments and, if it reads settings, those that are common.
std::vector<Argument> argumentsOf(const Command& command);

} // namespace parlance::cli
