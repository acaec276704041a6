#include "cli/live.h"

#include "app/announcement.h"
#include "app/endpoint.h"
#include "app/openstore.h"
#include "app/output.h"

namespace parlance::cli {

namespace {

/// Where the server's page is for others, without a slash at the end.
QString pageOf(Live& live)
{
    QString url = live.settings.serverUrl;
    if (url.isEmpty()) {
        const auto description = ask<control::Description>(live.server, control::Describe());
        const auto endpoint = description ? parseEndpoint(description->listens) : std::nullopt;
        url = addressForOthers(live.settings, endpoint ? endpoint->port : int(live.settings.listenPort));
    }
    return url.endsWith(u'/') ? url.chopped(1) : url;
}

} // namespace

Result<Live> liveServer(const Invocation& invocation)
{
    const auto configuration = settingsFor(invocation);
    if (!configuration)
        return Error{ErrorCode::BadRequest, {}, {}}; // it has said why
    auto server = control::CallSocket::open(controlPath(configuration->settings));
    if (!server)
        return server.error();
    return Live{configuration->settings, *std::move(server)};
}

int failWith(const Error& error)
{
    return error.message.isEmpty() ? exitUsage : fail(exitEnvironment, error.message);
}

QString linkTo(Live& live, const QString& kind, const QString& token)
{
    return pageOf(live) + QStringLiteral("/#/%1/%2").arg(kind, token);
}

} // namespace parlance::cli
