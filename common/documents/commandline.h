#pragma once

#include <QStringList>

#include <vector>

/// A program's command line as data, for manual pages and shells.
namespace parlance::documents {

enum class Offer { Nothing, Files, Folders, Settings };

/// A word by its place, or a flag.
struct LineArgument {
    QString name;  ///< "ROOM", "--force"
    QString value; ///< what a flag's value is called; empty: it has none
    QString text;
    Offer offer = Offer::Nothing;
    bool isNeeded = false;
    bool isRepeatable = false;
    QStringList choices = {};

    bool isFlag() const { return name.startsWith(u'-'); }
    bool hasValue() const { return !isFlag() || !value.isEmpty(); }
    /// "--config FILE", "ROOM"
    QString shown() const { return isFlag() && hasValue() ? name + u' ' + value : name; }
};

struct LineCommand {
    QString name; ///< one word, or two; empty: what the program does without one
    QString text;
    std::vector<LineArgument> arguments = {};
};

/// A setting that --set takes.
struct LineSetting {
    QString key;
    QString text;
};

struct CommandLine {
    QString program;
    std::vector<LineCommand> commands;
    std::vector<LineSetting> settings = {};
};

/// "[--config FILE] ROOM"
QString usageOf(const LineCommand& command);

} // namespace parlance::documents
