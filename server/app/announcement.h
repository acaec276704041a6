#pragma once

#include "app/settings.h"

namespace parlance {

/// What is printed when the server is ready: its first line is for programs ("parlanced VERSION ready: URL"), the rest
/// for people. With `invite` also a link that brings others in, password included.
QString announcement(const Settings& settings, const QString& pageUrl, bool invite);

} // namespace parlance
