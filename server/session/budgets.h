#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "domain/loadlimit.h"
#include "ports/deeds.h"

#include <QByteArray>
#include <QString>

#include <array>
#include <optional>
#include <unordered_map>
#include <vector>

namespace parlance {

/// What is limited by its size, which is known only when it has been done.
enum class Expense {
    Reply, ///< bytes of replies
    Load,  ///< of rooms into memory, in the weight of Rooms
};

/// What an identity may spend.
struct Allowance {
    qint64 atOnce = 0;
    qint64 perSecond = 0; ///< in the long run
};

Allowance allowanceOf(Expense what);

/// What identities and addresses have spent and not yet earned back. Whoever has spent as much as they may at once must
/// wait. The last thing that was done before may exceed that, because its size was not known; it is waited for later.
/// All identities of one address together may spend ten times as much as one, and all /64s of one IPv6 /48 eight times
/// that, as with RateLimiter, which owns this.
class Budgets final : public LoadLimit {
  public:
    explicit Budgets(const Clock& clock)
        : m_clock(clock)
    {}

    /// For how many milliseconds it should wait; nothing if it may be done now. Before the user is known (empty), the
    /// address alone decides.
    std::optional<qint64> waitFor(Expense what, const UserId& user, const QString& address) const;

    void spend(Expense what, qint64 amount, const UserId& user, const QString& address);

    std::optional<Error> loadRefused(const Asker& asker) const override;
    void loaded(const Asker& asker, qint64 weight) override;

    /// On another node; `whom` is a user's id, or `@` and an address.
    void spentElsewhere(Expense what, const QByteArray& whom, qint64 units);

    /// Who tells other nodes; null: there are none.
    void setFollower(DeedFollower* follower) { m_follower = follower; }

    /// How many are remembered; for tests.
    size_t size() const { return m_debts.size(); }

    /// Nobody has to wait longer than that, in ms, whatever one of their connections has done.
    static constexpr qint64 longestDebt = 30'000;

    /// The number by which a Deed names the first Expense; the others follow.
    static constexpr qint64 firstDeed = 128;

  private:
    struct Debt {
        qint64 amount = 0;
        qint64 since = 0; // steady milliseconds: less what has been earned since
    };
    using Debts = std::array<Debt, 2>; // by Expense

    qint64 owed(const Debt& debt, Expense what, const QByteArray& whom) const;
    void add(Expense what, const QByteArray& whom, qint64 amount);
    void sweep();

    const Clock& m_clock;
    DeedFollower* m_follower = nullptr;
    std::unordered_map<QByteArray, Debts> m_debts;
    size_t m_sweepAt = 4'096;
};

} // namespace parlance
