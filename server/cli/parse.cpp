#include "cli/parse.h"

#include "app/nearest.h"
#include "app/output.h"
#include "base/views.h"
#include "cli/help.h"
#include "cli/table.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace parlance::cli {

namespace {

Exit mistake(const QString& text)
{
    return {exitUsage, QStringLiteral("parlanced: ") + text + u'\n'};
}

/// Flags may stand before the command's name: `parlanced --config FILE serve`.
bool hasValueBehind(const QString& word)
{
    for (const Command& command : commandTable()) {
        for (const Argument& argument : argumentsOf(command)) {
            if (argument.isFlag() && toQString(argument.name) == word)
                return argument.hasValue();
        }
    }
    return false;
}

/// Where the command's name begins; -1: there is none.
qsizetype nameAt(const QStringList& arguments)
{
    for (qsizetype at = 0; at < arguments.size(); ++at) {
        const QString& word = arguments[at];
        if (word == QLatin1String("--"))
            return -1;
        if (!word.startsWith(u'-'))
            return at;
        if (hasValueBehind(word))
            ++at;
    }
    return -1;
}

QStringList wordsOf(const Command& command)
{
    return toQString(command.name).split(u' ');
}

const Command* named(const QStringList& words)
{
    const auto found = std::ranges::find_if(
        commandTable(), [&](const Command& c) { return wordsOf(c) == words.mid(0, wordsOf(c).size()); });
    return found == commandTable().end() ? nullptr : &*found;
}

/// The names of commands that begin with a word, for `parlanced config`.
QStringList beginningWith(const QString& word)
{
    QStringList names;
    for (const Command& command : commandTable()) {
        if (wordsOf(command).first() == word)
            names += toQString(command.name);
    }
    return names;
}

Exit unknownCommand(const QStringList& words)
{
    const QStringList longer = beginningWith(words.first());
    if (!longer.isEmpty())
        return mistake(
            QStringLiteral("%1 needs one more word: %2").arg(words.first(), longer.join(QLatin1String(", "))));
    QStringList names;
    for (const Command& command : commandTable())
        names += wordsOf(command).first();
    const QString near = nearestOf(words.first(), names);
    const QString advice = near.isEmpty() ? QStringLiteral("parlanced --help lists them")
                                          : QStringLiteral("did you mean \"%1\"?").arg(near);
    return mistake(QStringLiteral("there is no command \"%1\"; %2").arg(words.first(), advice));
}

using Values = std::vector<std::vector<std::string>>;

void describe(CLI::App& app, const std::vector<Argument>& arguments, Values& values)
{
    for (size_t i = 0; i < arguments.size(); ++i) {
        const Argument& argument = arguments[i];
        if (!argument.hasValue()) {
            app.add_flag_callback(std::string(argument.name), [&values, i] { values[i].emplace_back(); });
            continue;
        }
        CLI::Option* option = app.add_option(std::string(argument.name), values[i]);
        option->allow_extra_args(false)->required(argument.isNeeded);
        option->type_name(std::string(argument.value)); // what is said to be missing where no value follows
        if (!argument.isRepeatable)
            option->expected(1);
        if (!argument.choices.empty())
            option->check(CLI::IsMember(std::vector<std::string>(argument.choices.begin(), argument.choices.end())));
    }
}

} // namespace

std::variant<Invocation, Exit> parse(const QStringList& arguments)
{
    QStringList rest = arguments;
    Invocation invocation;
    invocation.command = &commandTable().front();
    if (const qsizetype at = nameAt(arguments); at >= 0) {
        const QStringList words = arguments.sliced(at);
        invocation.command = named(words);
        if (!invocation.command)
            return unknownCommand(words);
        rest.remove(at, wordsOf(*invocation.command).size());
    }
    const bool isNamed = rest.size() != arguments.size();
    const std::vector<Argument> described = argumentsOf(*invocation.command);
    Values values(described.size());
    CLI::App app;
    describe(app, described, values);
    if (!isNamed)
        app.set_version_flag("--version", PARLANCE_VERSION);
    try {
        std::vector<std::string> reversed;
        for (const QString& word : rest)
            reversed.insert(reversed.begin(), word.toStdString());
        app.parse(reversed);
    } catch (const CLI::CallForHelp&) {
        return Exit{0, isNamed ? commandHelp(*invocation.command) : programHelp()};
    } catch (const CLI::CallForVersion&) {
        return Exit{0, QStringLiteral("parlanced " PARLANCE_VERSION "\n")};
    } catch (const CLI::ParseError& error) {
        const QString name = isNamed ? toQString(invocation.command->name) + u' ' : QString();
        return mistake(QStringLiteral("%1; see parlanced %2--help").arg(QString::fromUtf8(error.what()), name));
    }
    for (size_t i = 0; i < described.size(); ++i) {
        for (const std::string& value : values[i])
            invocation.given[described[i].name].append(QString::fromStdString(value));
    }
    return invocation;
}

} // namespace parlance::cli
