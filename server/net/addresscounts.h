#pragma once

#include <QHashFunctions>
#include <QString>

#include <unordered_map>

namespace parlance {

/// How many connections there are of each address, and of each IPv6 /48 (base/networks.h).
class AddressCounts final {
  public:
    void add(const QString& address);
    void remove(const QString& address);

    /// Whether the address has `most` already, or its network networkShare times as many; 0: there is no limit.
    bool isFull(const QString& address, qint64 most) const;

  private:
    qint64 of(const QString& key) const;

    std::unordered_map<QString, qint64> m_counts; // by address, and by network where that is another key
};

} // namespace parlance
