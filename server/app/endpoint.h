#pragma once

#include <QHostAddress>

#include <optional>

namespace parlance {

/// Where to listen.
struct Endpoint {
    QHostAddress address;
    quint16 port = 0;
};

/// ADDRESS:PORT, an IPv6 address in brackets; localhost and * are addresses, too. Nothing if it is none of these.
std::optional<Endpoint> parseEndpoint(const QString& text);

QString showEndpoint(const Endpoint& endpoint);

} // namespace parlance
