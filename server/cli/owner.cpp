#include "app/output.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "cli/live.h"

namespace parlance::cli {

int owner(const Invocation& invocation)
{
    auto live = liveServer(invocation);
    if (!live)
        return failWith(live.error());
    const auto made = ask<control::LinkMade>(live->server, control::MakeLink{QStringLiteral("owner"), {}, {}, {}});
    if (!made)
        return failWith(made.error());
    print(stdout, linkTo(*live, QStringLiteral("owner"), made->token) + u'\n');
    print(stderr, QStringLiteral("Open it in a browser to become the server's owner. It works once, until %1.\n")
                      .arg(shownTime(made->expires)));
    return 0;
}

} // namespace parlance::cli
