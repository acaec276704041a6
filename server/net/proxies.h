#pragma once

#include "base/result.h"

#include <QByteArrayView>
#include <QHostAddress>
#include <QPair>
#include <QStringList>

#include <optional>
#include <vector>

namespace parlance {

/// The proxies whose word is taken for who their client is.
class Proxies {
  public:
    /// Addresses and networks, such as 127.0.0.1 and 10.0.0.0/8. BadRequest names the one that is neither.
    static Result<Proxies> parse(const QStringList& networks);

    bool trusts(const QHostAddress& peer) const;

    /// Whose connection it is: the peer's, or, through trusted proxies, the last address in X-Forwarded-For that is not
    /// a trusted proxy's. What a client itself wrote into the header stands to the left of that and is not looked at.
    QHostAddress client(const QHostAddress& peer, std::optional<QByteArrayView> forwardedFor) const;

  private:
    std::vector<QPair<QHostAddress, int>> m_networks;
};

/// What caps and the log know an address by: an IPv4 address as it is; an IPv6 address by its /64, because a household
/// has that many addresses to choose from, always with all four groups: see networkOf() in base/networks.h.
QString addressKey(const QHostAddress& address);

} // namespace parlance
