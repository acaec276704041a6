#include "app/openstore.h"
#include "app/output.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "cli/roomcare.h"

namespace parlance::cli {

namespace {

constexpr qsizetype tagLength = 4; // as the clients show it where names are the same

QStringList lineFor(const control::Visitor& visitor)
{
    QStringList rooms;
    for (const RoomName& room : visitor.rooms)
        rooms += room.text();
    const QByteArray id = visitor.userId ? visitor.userId->text() : QByteArray();
    return {visitor.name.value_or(QStringLiteral("-")),
            id.isEmpty() ? QStringLiteral("-") : QString::fromLatin1(id.first(std::min(id.size(), tagLength))),
            visitor.kind,
            visitor.address,
            shownTime(visitor.since),
            rooms.join(QStringLiteral(", "))};
}

} // namespace

int who(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    if (!configuration)
        return exitUsage;
    auto server = control::CallSocket::open(controlPath(configuration->settings));
    if (!server)
        return fail(exitEnvironment, server.error().message);
    std::vector<QStringList> lines{{QStringLiteral("NAME"), QStringLiteral("TAG"), QStringLiteral("KIND"),
                                    QStringLiteral("ADDRESS"), QStringLiteral("SINCE"), QStringLiteral("ROOMS")}};
    control::Who request;
    for (bool more = true; more;) {
        const auto page = ask<control::Visitors>(*server, request);
        if (!page)
            return fail(exitEnvironment, page.error().message);
        for (const control::Visitor& visitor : page->connections) {
            if (invocation.isSet("--json"))
                print(stdout, lineOf(visitor) + u'\n');
            lines.push_back(lineFor(visitor));
            request.after = visitor.number;
        }
        more = page->more && !page->connections.empty();
    }
    if (!invocation.isSet("--json"))
        print(stdout, columns(lines));
    return 0;
}

} // namespace parlance::cli
