#pragma once

#include <QString>

namespace parlance {

/// The key of the /48 that an address's key of an IPv6 /64 lies in, such as 2001:db8:1::/48 for 2001:db8:1:2::/64; any
/// other key is its own network. Whoever has a /48 has 65,536 keys of that kind to choose from (RFC 6177), so what is
/// bounded by address is bounded by network as well. addressKey() makes the keys.
QString networkOf(const QString& address);

/// How many times as much as one address an IPv6 /48 may have together.
constexpr int networkShare = 8;

} // namespace parlance
