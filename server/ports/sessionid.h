#pragma once

#include <QtGlobal>

namespace parlance {

/// Names a connection for as long as the program runs; never used twice. What is called back later holds this, not the
/// session.
using SessionId = quint64;

constexpr SessionId noSession = 0;

} // namespace parlance
