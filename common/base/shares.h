#pragma once

#include <QHashFunctions>
#include <QString>

#include <optional>
#include <set>
#include <unordered_map>

namespace parlance {

/// Decides which entry of a full table gives way, so that nobody can push out others by coming often: an entry of the
/// address that holds the most. The table itself is its owner's, who numbers the entries in the order in which they
/// come and tells of each one that comes and goes. All calls are O(log n). Single-threaded.
///
/// The /64s of one IPv6 /48 count together as well: they give way once they hold more than networkShare times what the
/// largest address holds (networks.h).
///
/// An entry without an address counts as the only one of an address of its own. That is for connections of trusted
/// proxies whose client is not known yet. Under the proxy's address they would be the largest holder in every attack
/// from elsewhere, and genuine clients would give way to the attackers. Alone they give way only among equals, by age,
/// which protects them from everybody but those who come through the same proxy.
class Shares final {
  public:
    /// Of the entries of the address that holds the most. Among several that hold as many, the same rule decides.
    enum class GivesWay { Oldest, Newest };

    explicit Shares(GivesWay which = GivesWay::Oldest);

    /// An entry came: a number that is not there yet, larger than those before it.
    void add(quint64 entry, const QString& address);

    /// An entry is gone, for whatever reason; one that is not there is ignored.
    void remove(quint64 entry);

    /// The entry that is to give way next. It stays until remove(). Nothing if the table is empty.
    std::optional<quint64> next() const;

    qint64 count() const { return qint64(m_addresses.size()); }

  private:
    /// What a holder would give, and how many it has.
    struct Offer {
        size_t held = 0;
        quint64 entry = 0;
    };

    /// Holders in the order in which they give.
    class Ranking {
      public:
        explicit Ranking(GivesWay which);
        void add(quint64 entry, const QString& holder);
        void remove(quint64 entry, const QString& holder);
        std::optional<Offer> first() const;

      private:
        struct GivesBefore {
            GivesWay which;
            bool operator()(const Offer& a, const Offer& b) const;
        };
        Offer offerOf(const std::set<quint64>& entries) const;

        GivesWay m_which;
        std::unordered_map<QString, std::set<quint64>> m_holders;
        std::set<Offer, GivesBefore> m_offers; // one of each holder
    };

    std::unordered_map<quint64, QString> m_addresses; // of each entry
    Ranking m_byAddress;
    Ranking m_byNetwork; // of entries whose network is not their address
};

} // namespace parlance
