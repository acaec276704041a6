#pragma once

#include <QString>

#include <vector>

/// Commands that people enter in place of a message. resources/web/js/text/commands.js has the same rules, and
/// tests/golden/text/commands.json holds the two equal.
namespace parlance::client {

struct Typed {
    QString command; ///< in lower case, without the slash; empty: it is a message
    QString text;    ///< the message, or what stands behind the command
};

/// Tells commands and messages apart: a command is a slash and a word of ASCII letters, whatever follows behind a
/// blank. A message that would be one begins with a second slash, which is left out. So paths and addresses are
/// messages as they stand.
Typed readTyped(const QString& typed);

struct CommandHelp {
    QString keys;
    QString what;
};

/// What people can enter, for a list.
std::vector<CommandHelp> commandHelp();

struct CommandRefusal {
    QString title;
    QString text;
};

/// Why a command was not carried out: it needs a text, or there is no such command.
CommandRefusal refusalOf(const QString& command);

} // namespace parlance::client
