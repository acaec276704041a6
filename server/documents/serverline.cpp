#include "documents/serverline.h"

#include "app/settings.h"
#include "base/views.h"
#include "cli/table.h"

namespace parlance::documents {

namespace {

Offer offerOf(cli::Completes completes)
{
    switch (completes) {
    case cli::Completes::Files:
        return Offer::Files;
    case cli::Completes::Folders:
        return Offer::Folders;
    case cli::Completes::Settings:
        return Offer::Settings;
    case cli::Completes::Nothing:
        break;
    }
    return Offer::Nothing;
}

LineCommand commandFrom(const cli::Command& command)
{
    LineCommand shown{toQString(command.name), toQString(command.text)};
    for (const cli::Argument& argument : argumentsOf(command)) {
        QStringList choices;
        for (const std::string_view choice : argument.choices)
            choices += toQString(choice);
        shown.arguments.push_back({toQString(argument.name), toQString(argument.value), toQString(argument.text),
                                   offerOf(argument.completes), argument.isNeeded, argument.isRepeatable, choices});
    }
    return shown;
}

} // namespace

CommandLine serverLine()
{
    CommandLine line{QStringLiteral("parlanced"), {}, {}};
    for (const cli::Command& command : cli::commandTable())
        line.commands.push_back(commandFrom(command));
    for (const Setting& setting : settingsTable())
        line.settings.push_back({toQString(setting.key), toQString(setting.text)});
    return line;
}

} // namespace parlance::documents
