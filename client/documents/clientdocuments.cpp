#include "documents/clientdocuments.h"

#include "app/options.h"
#include "base/views.h"
#include "documents/completions.h"
#include "documents/manpage.h"

namespace parlance::documents {

namespace {

CommandLine clientLine()
{
    LineCommand command;
    for (const client::Option& option : client::allOptions)
        command.arguments.push_back(
            {QStringLiteral("--") + toQString(option.name), toQString(option.value), toQString(option.text)});
    command.arguments.push_back({toQString(client::linkWord.name), {}, toQString(client::linkWord.text)});
    return {QStringLiteral("parlance"), {command}};
}

QString clientPage(const CommandLine& line)
{
    ManPage page(line.program, 1, QStringLiteral("chat on servers that teams run themselves"));
    page.heading(QStringLiteral("SYNOPSIS"));
    page.paragraph(QStringLiteral("`%1` %2").arg(line.program, usageOf(line.commands.front())));
    page.heading(QStringLiteral("DESCRIPTION"));
    page.paragraph(
        QStringLiteral("The desktop app of Parlance: rooms on one or several servers, see parlanced(8), in one window. "
                       "What is written while the line is down is "
                       "sent once, in order, when it is back. A second start shows the window of the first."));
    page.heading(QStringLiteral("OPTIONS"));
    for (const LineArgument& argument : line.commands.front().arguments)
        page.item(argument.shown(), argument.text);
    page.item(QStringLiteral("--help, --version"), QStringLiteral("Say what can be given, and which version it is."));
    page.heading(QStringLiteral("FILES"));
    page.item(QStringLiteral("~/.config/parlance/parlance.ini"), QStringLiteral("Servers and preferences."));
    page.item(QStringLiteral("~/.local/share/parlance"),
              QStringLiteral("What was read and what is not sent yet. Tokens are in the desktop's keyring, or in a "
                             "private file here where there is none."));
    page.more(QStringLiteral("With --profile both are below `profiles/NAME`."));
    page.heading(QStringLiteral("EXAMPLE"));
    page.literal({QStringLiteral("parlance parlance://chat.example.org/general")});
    page.seeAlso({QStringLiteral("parlanced(8)"), QStringLiteral("parlance-protocol(7)")});
    return page.text();
}

} // namespace

std::vector<Document> clientDocuments()
{
    const CommandLine line = clientLine();
    return {
        {QStringLiteral("packaging/man/parlance.1"), clientPage(line).toUtf8()},
        {QStringLiteral("packaging/completions/parlance.bash"), bashCompletion(line).toUtf8()},
        {QStringLiteral("packaging/completions/_parlance"), zshCompletion(line).toUtf8()},
        {QStringLiteral("packaging/completions/parlance.fish"), fishCompletion(line).toUtf8()},
    };
}

} // namespace parlance::documents
