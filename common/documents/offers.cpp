#include "documents/offers.h"

#include <algorithm>

namespace parlance::documents {

namespace {

Step& stepFor(std::vector<Step>& steps, const QString& words)
{
    const auto found = std::ranges::find(steps, words, &Step::words);
    if (found != steps.end())
        return *found;
    steps.push_back({words});
    return steps.back();
}

void addOnce(Step& step, const LineSetting& next)
{
    if (std::ranges::find(step.next, next.key, &LineSetting::key) == step.next.end())
        step.next.push_back(next);
}

void addArguments(Step& step, const LineCommand& command)
{
    for (const LineArgument& argument : command.arguments) {
        if (argument.isFlag())
            addOnce(step, {argument.name, argument.text});
        else
            step.offer = argument.offer;
    }
    addOnce(step, {QStringLiteral("--help"), QStringLiteral("say what there is to say")});
}

/// What may follow the first word of a command of two.
QStringList nextWords(const CommandLine& line, const QString& first)
{
    QStringList words;
    for (const LineCommand& command : line.commands) {
        if (command.name.startsWith(first + u' '))
            words += command.name.section(u' ', 1);
    }
    return words;
}

} // namespace

QString usageOf(const LineCommand& command)
{
    QStringList words;
    for (const LineArgument& argument : command.arguments) {
        const QString word = argument.isNeeded ? argument.shown() : u'[' + argument.shown() + u']';
        words += argument.isRepeatable ? word + QStringLiteral("...") : word;
    }
    return words.join(u' ');
}

std::vector<Step> stepsOf(const CommandLine& line)
{
    std::vector<Step> steps{{QString()}};
    for (const LineCommand& command : line.commands) {
        const QStringList words = command.name.split(u' ', Qt::SkipEmptyParts);
        for (qsizetype i = 0; i < words.size(); ++i) {
            const bool isWhole = i + 1 == words.size();
            addOnce(stepFor(steps, words.first(i).join(u' ')),
                    {words[i], isWhole ? command.text : nextWords(line, words[i]).join(QStringLiteral(", "))});
        }
        addArguments(stepFor(steps, command.name), command);
    }
    if (!line.commands.front().name.isEmpty())
        addArguments(steps.front(), line.commands.front());
    addOnce(steps.front(), {QStringLiteral("--version"), QStringLiteral("say which version it is")});
    return steps;
}

std::vector<LineArgument> valueFlags(const CommandLine& line)
{
    std::vector<LineArgument> flags;
    for (const LineCommand& command : line.commands) {
        for (const LineArgument& argument : command.arguments) {
            const bool isNew = std::ranges::find(flags, argument.name, &LineArgument::name) == flags.end();
            if (argument.isFlag() && argument.hasValue() && isNew)
                flags.push_back(argument);
        }
    }
    return flags;
}

QString namesOf(const std::vector<LineArgument>& flags, const QString& separator)
{
    QStringList names;
    for (const LineArgument& flag : flags)
        names += flag.name;
    return names.join(separator);
}

QString shellQuoted(QString text)
{
    return u'\'' + text.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

} // namespace parlance::documents
