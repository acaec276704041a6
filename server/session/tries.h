#pragma once

#include "base/clock.h"
#include "session/latesttable.h"
#include "text/handles.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace parlance {

/// Somebody who wants to sign in with a password.
struct Try {
    Handle account;  ///< whether anybody has it or not: who tries must not learn that from the waits
    QString address; ///< as addressKey() in net/proxies.h has it

    /// The id of the device whose token the client shows, revoked or not, if it is one of this account's; empty for
    /// strangers. A token of another account makes nobody known.
    QByteArray device;
};

/// Slows guessing down without letting strangers lock anybody out.
///
/// - All strangers share one counter per account: `freeTries` wrong ones, then a wait that doubles from `firstWait` to
///   `longestWait` before each of the next ones.
/// - A client that shows one of the account's own devices has a counter of that device's instead, with the same waits.
///   So the account's owner gets in while strangers guess (OWASP calls it a device cookie).
/// - Strangers of one address have `addressBurst` wrong tries and get one more every `addressInterval`; an IPv6 /48 has
///   networkShare times as many together (base/networks.h). Known devices are exempt, as others may share an office's
///   address with them.
///
/// Counters are forgotten `forgetAfter` the last try, or, in a full table, with the one used the longest time ago.
/// That is no way around: a node hashes about five passwords a second, so pushing a counter out of `mostAccounts` takes
/// longer than waiting for `forgetAfter`. Each node counts for itself. Single-threaded.
class Tries final {
  public:
    static constexpr int freeTries = 5;
    static constexpr qint64 firstWait = 1'000; ///< ms, as all of these
    static constexpr qint64 longestWait = 60'000;
    static constexpr qint64 forgetAfter = 15LL * 60 * 1'000;
    static constexpr int addressBurst = 30;
    static constexpr qint64 addressInterval = 2'000;
    static constexpr size_t mostAccounts = 8'192;
    static constexpr size_t mostDevices = 8'192;
    static constexpr size_t mostAddresses = 8'192;

    explicit Tries(const Clock& clock)
        : m_clock(clock)
    {}

    /// For how long (ms) this one must wait; nothing if it may be tried now.
    std::optional<qint64> waitFor(const Try& which);

    /// It is being tried: counted as wrong from now on, so that many at once are no way around.
    void began(const Try& which);

    /// It was right: the account's or the device's counter begins anew. The address gets this one try back and no more,
    /// for otherwise an account of one's own would undo the wrong tries for others.
    void succeeded(const Try& which);

    /// It could not be found out: the try is given back, but for the wait that it began.
    void withdrawn(const Try& which);

    /// How many counters are kept.
    size_t size() const { return m_accounts.size() + m_devices.size() + m_addresses.size(); }

  private:
    struct Counter {
        int wrong = 0;
        qint64 last = 0; // when, by Clock::steady()
    };
    using Counters = LatestTable<Counter>;

    /// An address as a leaky bucket (the generic cell rate algorithm): when it will be as if it had tried nothing.
    struct Bucket {
        qint64 emptyAt = 0;
    };

    /// A bucket that a try is counted in.
    struct Share {
        QByteArray key;
        qint64 interval = addressInterval;
        int burst = addressBurst;
    };

    static std::vector<Share> sharesOf(const Try& which);
    static QByteArray keyOf(const Try& which);
    static qint64 waitAfter(int wrong);
    Counters& countersFor(const Try& which) { return which.device.isEmpty() ? m_accounts : m_devices; }
    bool isOver(const Counter& counter) const { return m_clock.steady() - counter.last >= forgetAfter; }
    void giveBack(const Try& which);

    const Clock& m_clock;
    Counters m_accounts{mostAccounts}; // of strangers
    Counters m_devices{mostDevices};
    LatestTable<Bucket> m_addresses{mostAddresses};
};

} // namespace parlance
