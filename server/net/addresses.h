#pragma once

#include <QHostAddress>
#include <QStringView>

namespace parlance {

/// An IP address as text: four decimal numbers, or one of the forms of IPv6 (RFC 4291, section 2.2). Null if it is
/// neither. QHostAddress also takes the old forms of inet_aton, for which "1" is 0.0.0.1.
QHostAddress parseAddress(QStringView text);

/// As proxies name their clients in X-Forwarded-For: an address, which may have a port behind it, 192.0.2.1:567 or
/// [2001:db8::1]:80, or stand in brackets without one. Null if it has none of these forms.
QHostAddress parsePeer(QStringView text);

} // namespace parlance
