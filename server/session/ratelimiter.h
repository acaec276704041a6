#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "ports/deeds.h"
#include "session/budgets.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <unordered_map>
#include <vector>

namespace parlance {

/// What is counted together.
enum class RateClass {
    Unlimited,
    Greeting,
    Password,
    Join,
    NewRoom,
    Message,
    Typing,
    Read,
    Page,
    Rename,
    Account,
    Ping
};

/// At most `count` in any `window` milliseconds; 0 means no limit.
struct Rate {
    qint64 count = 0;
    qint64 window = 10'000;
};

/// Counts what identities and addresses do, exactly: the times of the last `count` deeds are kept. All identities of
/// one address together may do ten times as much as one, so that new identities are no way around; nor are new
/// addresses: all /64s of one IPv6 /48 together may do networkShare times as much as one (base/networks.h).
class RateLimiter final : public DeedCounter {
  public:
    static constexpr qint64 addressShare = 10;

    explicit RateLimiter(const Clock& clock)
        : m_clock(clock)
        , m_budgets(clock)
    {}

    /// Counts one deed, or says for how many milliseconds it must wait; a deed that must wait is not counted. Before
    /// the user is known (empty), the address's share alone decides.
    std::optional<qint64> take(RateClass what, Rate rate, const UserId& user, const QString& address);

    /// The same where the rate is the address's own.
    std::optional<qint64> takeByAddress(RateClass what, Rate rate, const QString& address);

    /// What is limited by its size instead.
    Budgets& budgets() { return m_budgets; }

    void doneElsewhere(const Deed& deed, qint64 times) override;
    void setFollower(DeedFollower* follower) override;

    /// How many counters are kept; for tests.
    size_t size() const { return m_deeds.size(); }

  private:
    /// Of whom which share is counted.
    enum class Share : quint8 { Own, TenTimes };

    /// One counter that a deed is counted in, and its limit.
    struct Counter {
        QByteArray whom;
        Share share;
        Rate rate;
    };
    std::optional<qint64> takeFrom(const std::vector<Counter>& counters, RateClass what);

    struct Deeds {
        RateClass what = RateClass::Unlimited;
        Share share = Share::Own;
        qint64 window = 0;
        QList<qint64> times;
    };
    using ByWhom = std::unordered_map<QByteArray, std::vector<Deeds>>; // a user's id, or `@` and an address

    qint64 waitFor(const QByteArray& whom, RateClass what, Share share, Rate rate);
    void count(const QByteArray& whom, RateClass what, Share share, qint64 window, qint64 times);
    void sweep();

    const Clock& m_clock;
    Budgets m_budgets;
    DeedFollower* m_follower = nullptr;
    ByWhom m_deeds;
    size_t m_sweepAt = 4'096;
    qint64 m_sweptAt = 0;
};

} // namespace parlance
