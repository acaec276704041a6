#pragma once

#include <QByteArray>

namespace parlance::documents {

/// Where the page's checker finds them, from the root of the checkout.
constexpr char pageTypesPath[] = "resources/web/js/net/protocol.d.ts";

/// The full protocol's messages and records as TypeScript declarations, with which the page's modules are checked.
/// `Requests` and `Events` have the messages by their type. Browsers never load them.
QByteArray pageTypes();

} // namespace parlance::documents
