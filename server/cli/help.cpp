#include "cli/help.h"

#include "base/views.h"
#include "cli/table.h"

#include <QStringList>

namespace parlance::cli {

namespace {

constexpr qsizetype column = 24; // where the texts begin
constexpr qsizetype width = 80;

QString line(const QString& name, const QString& text)
{
    return QStringLiteral("  ") + name.leftJustified(column - 2) + text + u'\n';
}

QString lineOf(const Argument& argument)
{
    const QString value = argument.isFlag() && argument.hasValue() ? u' ' + toQString(argument.value) : QString();
    return line(toQString(argument.name) + value, toQString(argument.text));
}

/// As in a usage line: [--config FILE], ROOM.
QString usageOf(const Argument& argument)
{
    QString text = toQString(argument.name);
    if (argument.isFlag() && argument.hasValue())
        text += u' ' + toQString(argument.value);
    if (!argument.isNeeded)
        text = u'[' + text + u']';
    return argument.isRepeatable ? text + QStringLiteral("...") : text;
}

/// Words behind a beginning, on as many lines as they take.
QString wrapped(const QString& beginning, const QStringList& words)
{
    QString text;
    QString current = beginning;
    for (const QString& word : words) {
        if (current.size() + 1 + word.size() > width) {
            text += current + u'\n';
            current = QString(beginning.size(), u' ');
        }
        current += u' ' + word;
    }
    return text + current + u'\n';
}

QString linesOf(const Command& command)
{
    QString text;
    for (const Argument& argument : argumentsOf(command))
        text += lineOf(argument);
    return text;
}

const QString moreOnSettings =
    QStringLiteral("Settings: parlanced config default lists them, parlanced.toml(5) explains them.\n");

} // namespace

QString programHelp()
{
    const Command& first = commandTable().front();
    QString text = QStringLiteral("Parlance's server: people chat in rooms, in the browser or the desktop app.\n"
                                  "usage: parlanced [COMMAND] [OPTION]...\n\nCommands:\n");
    for (const Command& command : commandTable())
        text += line(toQString(command.name), toQString(command.text));
    text += QStringLiteral("\nOptions of %1:\n").arg(toQString(first.name)) + linesOf(first);
    text += line(QStringLiteral("--version"), QStringLiteral("say which version it is"));
    text += QStringLiteral("\nparlanced COMMAND --help tells more of a command.\n") + moreOnSettings;
    return text;
}

QString commandHelp(const Command& command)
{
    const std::vector<Argument> arguments = argumentsOf(command);
    QString text = QStringLiteral("parlanced %1: %2\n").arg(toQString(command.name), toQString(command.text));
    QStringList usage;
    for (const Argument& argument : arguments)
        usage += usageOf(argument);
    text += wrapped(QStringLiteral("usage: parlanced ") + toQString(command.name), usage);
    if (!arguments.empty())
        text += u'\n' + linesOf(command);
    if (command.reads == Reads::InstalledSettings)
        text += QStringLiteral("\nWithout --config the file is /etc/parlance/parlanced.toml.\n");
    if (command.reads != Reads::Nothing)
        text += u'\n' + moreOnSettings;
    return text;
}

} // namespace parlance::cli
