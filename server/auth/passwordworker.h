#pragma once

#include "auth/passwords.h"
#include "base/callback.h"
#include "base/handover.h"
#include "base/ids.h"

#include <QHashFunctions>
#include <QString>

#include <array>
#include <deque>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>

namespace parlance {

/// For whom a password is hashed, as far as the queues are concerned.
struct PasswordAsker {
    QString address; ///< as addressKey() in net/proxies.h has it

    /// The account that is asked for, where the client shows that it is or was one of that account's devices; empty for
    /// strangers. A token of another account makes nobody known.
    UserId knownAs;
};

/// Hashes passwords in one thread of its own, one after another, so that neither the event loop nor the machine's
/// memory suffers from many at a time. The server's parts own one; all calls but the thread's own work come from the
/// thread of the event loop, which also chooses what is done next.
///
/// Two lanes wait, each of at most `laneSize`: one of strangers and one of known devices. They take turns, so people
/// whose device was here before get in while strangers fill their lane, and the other way round. One address has at
/// most `perAsker` strangers' passwords unanswered, an IPv6 /48 networkShare times as many, and one account as many in
/// the lane of known devices. What does not fit is Busy and does not wait.
class PasswordWorker final {
  public:
    static constexpr size_t laneSize = 32;
    static constexpr int perAsker = 2;

    using HashDone = Callback<void(Result<QByteArray>)>;
    using VerifyDone = Callback<void(Verified)>;

    /// `wake` is called by the worker's thread and must make deliver() be called soon.
    PasswordWorker(const PasswordCost& cost, std::function<void()> wake);

    /// Waits for the password under way (about 200 ms) and abandons all others: their callbacks are destroyed uncalled.
    ~PasswordWorker();

    /// As hashPassword(). Busy, with a time to come back, if there is no place; `done` is dropped then. Otherwise it is
    /// called once, by deliver().
    [[nodiscard]] std::optional<Error> hash(const PasswordAsker& asker, const QString& password, HashDone done);

    /// As verifyPassword(): without a hash for a handle that nobody has.
    [[nodiscard]] std::optional<Error> verify(const PasswordAsker& asker, const QString& password,
                                              const std::optional<QByteArray>& hash, VerifyDone done);

    /// Calls the callback of what was done since the last time. It may ask for more, but must not destroy the worker.
    void deliver();

    /// How many wait; without the one under way.
    size_t waiting() const { return m_lanes[0].size() + m_lanes[1].size(); }

  private:
    struct Job {
        QString password;
        bool verifies = false;
        std::optional<QByteArray> hash; // to verify against
    };

    using Outcome = std::variant<Result<QByteArray>, Verified>;

    /// How many passwords somebody may have unanswered.
    struct Claim {
        QString holder;
        int most = perAsker;
    };
    using Claims = std::vector<Claim>;

    /// The callbacks stay in the loop's thread.
    struct Order {
        Job job;
        Claims claims;
        std::variant<HashDone, VerifyDone> done;
    };
    using Lane = std::deque<Order>;

    static Claims claimsOf(const PasswordAsker& asker);
    std::optional<Error> add(const PasswordAsker& asker, Order order);
    void startNext();
    void run();
    Outcome outcomeOf(const Job& job) const;

    const PasswordCost m_cost;
    // What crosses threads: one at a time, as the loop hands out the next job when it has the last one's outcome.
    HandOver<Job> m_jobs;
    HandOver<Outcome> m_outcomes;
    // The loop's.
    std::array<Lane, 2> m_lanes; // strangers, known devices
    size_t m_turn = 0;           // the lane that is asked first
    std::optional<Order> m_underWay;
    std::unordered_map<QString, int> m_unanswered; // by holder
    std::thread m_thread;
};

} // namespace parlance
