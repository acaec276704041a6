#pragma once

#include "app/settings.h"

namespace parlance {

/// The names that the server is known by where browsers do not compare them with a certificate: those of the settings,
/// and the machine's own, alone, in its domain and as it is announced on the local network.
QStringList hostsFrom(const Settings& settings);

} // namespace parlance
