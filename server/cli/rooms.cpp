#include "app/logformat.h"
#include "app/output.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "cli/live.h"

#include <iostream>
#include <string>
#include <unistd.h>

namespace parlance::cli {

namespace {

QString shown(const std::optional<qint64>& number)
{
    return number ? shownNumber(*number) : QStringLiteral("-");
}

/// How large the room was.
QString sizeOf(const RoomSize& was)
{
    return counted(was.messages, QStringLiteral("message")) + QStringLiteral(", ") +
           counted(was.members, QStringLiteral("member"));
}

std::optional<RoomName> nameGiven(const Invocation& invocation, std::string_view argument)
{
    const auto name = RoomName::parse(invocation.value(argument));
    if (name)
        return *name;
    fail(exitUsage, QStringLiteral("%1 \"%2\": %3")
                        .arg(QString::fromLatin1(argument), invocation.value(argument), name.error().message));
    return {};
}

/// Whether a person says yes, if one is there to be asked.
bool isMeant(const RoomName& room)
{
    print(stdout,
          QStringLiteral("Delete \"%1\" and everything that was said in it? [y/N] ").arg(safeLine(room.text())));
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

} // namespace

int roomsList(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    if (!configuration)
        return exitUsage;
    auto care = RoomCare::open(configuration->settings);
    if (!care)
        return failWith(care.error());
    std::vector<QStringList> lines{{QStringLiteral("ROOM"), QStringLiteral("MESSAGES"), QStringLiteral("EVENTS"),
                                    QStringLiteral("MEMBERS"), QStringLiteral("PRESENT"),
                                    QStringLiteral("LAST ACTIVITY")}};
    std::optional<RoomName> after;
    for (bool more = true; more;) {
        const auto page = care->list(after);
        if (!page)
            return failWith(page.error());
        for (const RoomSize& room : page->rooms) {
            if (invocation.isSet("--json"))
                print(stdout, lineOf(room) + u'\n');
            lines.push_back({room.name.text(), shownNumber(room.messages), shownNumber(room.events),
                             shownNumber(room.members), shown(room.present),
                             room.lastAt ? shownTime(*room.lastAt) : QStringLiteral("never")});
            after = room.name;
        }
        more = page->more && !page->rooms.empty();
    }
    if (!invocation.isSet("--json"))
        print(stdout, columns(lines));
    return 0;
}

int roomsDelete(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    const auto room = nameGiven(invocation, "ROOM");
    if (!configuration || !room)
        return exitUsage;
    auto care = RoomCare::open(configuration->settings);
    if (!care)
        return failWith(care.error());
    if (!invocation.isSet("--yes")) {
        const auto name = care->nameOf(*room);
        if (!name)
            return failWith(name.error());
        if (::isatty(STDIN_FILENO) == 0)
            return fail(exitUsage, QStringLiteral("rooms delete: nobody can be asked here. If it is meant, say --yes"));
        if (!isMeant(*name))
            return exitEnvironment;
    }
    const auto was = care->remove(*room);
    if (!was)
        return failWith(was.error());
    print(stdout, QStringLiteral("Deleted \"%1\": %2\n").arg(safeLine(room->text()), sizeOf(*was)));
    return 0;
}

int roomsRename(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    const auto room = nameGiven(invocation, "ROOM");
    const auto to = nameGiven(invocation, "NAME");
    if (!configuration || !room || !to)
        return exitUsage;
    auto care = RoomCare::open(configuration->settings);
    if (!care)
        return failWith(care.error());
    const auto renamed = care->rename(*room, *to);
    if (!renamed)
        return failWith(renamed.error());
    print(stdout, QStringLiteral("Renamed \"%1\" to \"%2\"\n").arg(safeLine(room->text()), safeLine(renamed->text())));
    return 0;
}

} // namespace parlance::cli
