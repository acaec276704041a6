#include "auth/passwordworker.h"

#include "base/networks.h"

#include <sodium.h>

#include <algorithm>

namespace parlance {

namespace {

constexpr size_t strangersLane = 0;
constexpr size_t knownLane = 1;

/// What a hash takes at the usual cost, for telling clients when to come back.
constexpr qint64 usualHashTime = 250; // ms
constexpr qint64 leastBusyDelay = 1'000;

} // namespace

PasswordWorker::PasswordWorker(const PasswordCost& cost, std::function<void()> wake)
    : m_cost(cost)
    , m_outcomes(std::move(wake))
{
    if (sodium_init() < 0) // again, where the server has called it; from then on several threads may use the library
        qFatal("libsodium found no source of random numbers");
    m_thread = std::thread([this] { run(); });
}

PasswordWorker::~PasswordWorker()
{
    m_jobs.close();
    m_thread.join();
}

std::optional<Error> PasswordWorker::hash(const PasswordAsker& asker, const QString& password, HashDone done)
{
    return add(asker, {{password, false, {}}, {}, std::move(done)});
}

std::optional<Error> PasswordWorker::verify(const PasswordAsker& asker, const QString& password,
                                            const std::optional<QByteArray>& hash, VerifyDone done)
{
    return add(asker, {{password, true, hash}, {}, std::move(done)});
}

PasswordWorker::Claims PasswordWorker::claimsOf(const PasswordAsker& asker)
{
    if (!asker.knownAs.isEmpty())
        return {{u'#' + QString::fromLatin1(asker.knownAs.text()), perAsker}};
    Claims claims{{asker.address, perAsker}};
    if (const QString network = networkOf(asker.address); network != asker.address)
        claims.push_back({network, networkShare * perAsker});
    return claims;
}

std::optional<Error> PasswordWorker::add(const PasswordAsker& asker, Order order)
{
    order.claims = claimsOf(asker);
    Lane& lane = m_lanes[asker.knownAs.isEmpty() ? strangersLane : knownLane];
    const bool holdsTooMany = std::ranges::any_of(order.claims, [this](const Claim& claim) {
        const auto found = m_unanswered.find(claim.holder);
        return found != m_unanswered.end() && found->second >= claim.most;
    });
    if (holdsTooMany || lane.size() >= laneSize) {
        const qint64 delay = std::max(leastBusyDelay, qint64(waiting() + 1) * usualHashTime);
        return Error{ErrorCode::Busy, QStringLiteral("Too many people are signing in just now"), delay};
    }
    for (const Claim& claim : order.claims)
        ++m_unanswered[claim.holder];
    lane.push_back(std::move(order));
    startNext();
    return std::nullopt;
}

void PasswordWorker::startNext()
{
    if (m_underWay || waiting() == 0)
        return;
    if (m_lanes[m_turn].empty())
        m_turn = 1 - m_turn;
    Lane& lane = m_lanes[m_turn];
    m_underWay = std::move(lane.front());
    lane.pop_front();
    m_turn = 1 - m_turn;
    m_jobs.push(std::move(m_underWay->job));
}

void PasswordWorker::deliver()
{
    for (Outcome& outcome : m_outcomes.take()) {
        Order order = *std::exchange(m_underWay, std::nullopt);
        for (const Claim& claim : order.claims) {
            const auto found = m_unanswered.find(claim.holder);
            if (--found->second == 0)
                m_unanswered.erase(found);
        }
        startNext();
        if (auto* verified = std::get_if<Verified>(&outcome))
            std::get<VerifyDone>(order.done)(*verified);
        else
            std::get<HashDone>(order.done)(std::get<Result<QByteArray>>(std::move(outcome)));
    }
}

/// The thread's.
void PasswordWorker::run()
{
    for (auto jobs = m_jobs.takeWait(); !jobs.empty(); jobs = m_jobs.takeWait()) {
        for (const Job& job : jobs) {
            if (m_jobs.isClosed())
                return;
            m_outcomes.push(outcomeOf(job));
        }
    }
}

PasswordWorker::Outcome PasswordWorker::outcomeOf(const Job& job) const
{
    if (job.verifies)
        return verifyPassword(job.password, job.hash, m_cost);
    return hashPassword(job.password, m_cost);
}

} // namespace parlance
