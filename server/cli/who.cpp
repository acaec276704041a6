#include "app/openstore.h"
#include "app/output.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "cli/roomcare.h"

namespace parlance::cli {

namespace {

constexpr qsizetype tagLength = 4; // as the clients show it where names are the same

QStringList lineFor(const control::OpenConnection& connection)
{
    QStringList rooms;
    for (const RoomName& room : connection.rooms)
        rooms += room.text();
    const QByteArray id = connection.userId ? connection.userId->text() : QByteArray();
    return {connection.name.value_or(QStringLiteral("-")),
            id.isEmpty() ? QStringLiteral("-") : QString::fromLatin1(id.first(std::min(id.size(), tagLength))),
            connection.kind,
            connection.address,
            shownTime(connection.since),
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
        const auto page = ask<control::OpenConnections>(*server, request);
        if (!page)
            return fail(exitEnvironment, page.error().message);
        for (const control::OpenConnection& connection : page->connections) {
            if (invocation.isSet("--json"))
                print(stdout, lineOf(connection) + u'\n');
            lines.push_back(lineFor(connection));
            request.after = connection.number;
        }
        more = page->more && !page->connections.empty();
    }
    if (!invocation.isSet("--json"))
        print(stdout, columns(lines));
    return 0;
}

} // namespace parlance::cli
