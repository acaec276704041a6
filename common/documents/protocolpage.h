#pragma once

#include <QString>

namespace parlance::documents {

/// parlance-protocol(7): the reference part of PROTOCOL.md, made from the same registry.
QString protocolPage();

} // namespace parlance::documents
