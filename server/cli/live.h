#pragma once

#include "cli/invocation.h"
#include "cli/roomcare.h"

namespace parlance::cli {

/// The server that runs with the invocation's settings.
struct Live {
    Settings settings;
    control::CallSocket server;
};

/// Connects to it. The error is one line that says what to do where none runs.
Result<Live> liveServer(const Invocation& invocation);

/// Says why a command has failed, if that was not said already. Returns the program's exit code.
int failWith(const Error& error);

/// A link that its holder opens in a browser or in the app. `kind` is the part of its address: owner, invite, reset.
QString linkTo(Live& live, const QString& kind, const QString& token);

} // namespace parlance::cli
