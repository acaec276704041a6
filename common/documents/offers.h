#pragma once

#include "documents/commandline.h"

/// What all shells' completions are made from.
namespace parlance::documents {

/// What may come next once these words stand there.
struct Step {
    QString words;                      ///< of the command: "", "config", "config show"
    std::vector<LineSetting> next = {}; ///< words that go on, and flags, each with its text
    Offer offer = Offer::Nothing;       ///< for a word that is anybody's choice
};

/// Each with the flags of the command that it is; "" has those of the nameless or the first.
std::vector<Step> stepsOf(const CommandLine& line);

/// All flags with a value, each once: that of the first command that has it.
std::vector<LineArgument> valueFlags(const CommandLine& line);

QString namesOf(const std::vector<LineArgument>& flags, const QString& separator);

/// In single quotes, for any shell.
QString shellQuoted(QString text);

} // namespace parlance::documents
