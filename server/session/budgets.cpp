#include "session/budgets.h"

#include "base/networks.h"
#include "protocol/limits.h"

#include <algorithm>

namespace parlance {

namespace {

constexpr qint64 addressFactor = 10; // as RateLimiter::addressShare

/// Whoever must wait is told to wait for so much more than is needed for the next thing: clients ask for many at once,
/// and all but the first would be refused again.
constexpr qint64 pause = 2'000; // ms

/// Whose budgets something is taken from.
std::vector<QByteArray> payers(const UserId& user, const QString& address)
{
    std::vector<QByteArray> all{'@' + address.toUtf8()};
    if (const QString network = networkOf(address); network != address)
        all.push_back('@' + network.toUtf8());
    if (!user.isEmpty())
        all.push_back(user.text());
    return all;
}

/// How many times as much as an identity they may spend.
qint64 factorOf(const QByteArray& whom)
{
    if (!whom.startsWith('@'))
        return 1;
    return whom.endsWith("::/48") ? addressFactor * networkShare : addressFactor;
}

/// In which other nodes are told of it.
qint64 unitOf(Expense what)
{
    return what == Expense::Reply ? 1'024 : 16;
}

} // namespace

Allowance allowanceOf(Expense what)
{
    if (what == Expense::Reply)
        return {limits::replyBytes, limits::replyBytesPerSecond};
    return {limits::loads, limits::loadsPerSecond};
}

std::optional<qint64> Budgets::waitFor(Expense what, const UserId& user, const QString& address) const
{
    const Allowance allowance = allowanceOf(what);
    qint64 wait = 0;
    for (const QByteArray& whom : payers(user, address)) {
        const auto found = m_debts.find(whom);
        if (found == m_debts.end())
            continue;
        const qint64 factor = factorOf(whom);
        const qint64 excess = owed(found->second[size_t(what)], what, whom) - factor * allowance.atOnce;
        if (excess >= 0)
            wait = std::max(wait, 1'000 * excess / (factor * allowance.perSecond) + 1 + pause);
    }
    return wait > 0 ? std::optional(wait) : std::nullopt;
}

void Budgets::spend(Expense what, qint64 amount, const UserId& user, const QString& address)
{
    const qint64 units = (amount + unitOf(what) - 1) / unitOf(what);
    for (const QByteArray& whom : payers(user, address)) {
        add(what, whom, amount);
        if (m_follower)
            m_follower->done({firstDeed + qint64(what), whom.startsWith('@'), whom, 1}, units);
    }
}

std::optional<Error> Budgets::loadRefused(const Asker& asker) const
{
    const auto wait = waitFor(Expense::Load, asker.user, asker.address);
    if (!wait)
        return std::nullopt;
    return Error{ErrorCode::RateLimited, QStringLiteral("Too many large rooms at a time"), wait};
}

void Budgets::loaded(const Asker& asker, qint64 weight)
{
    spend(Expense::Load, weight, asker.user, asker.address);
}

void Budgets::spentElsewhere(Expense what, const QByteArray& whom, qint64 units)
{
    add(what, whom, units * unitOf(what));
}

qint64 Budgets::owed(const Debt& debt, Expense what, const QByteArray& whom) const
{
    const qint64 earned = (m_clock.steady() - debt.since) * factorOf(whom) * allowanceOf(what).perSecond / 1'000;
    return std::max<qint64>(0, debt.amount - earned);
}

void Budgets::add(Expense what, const QByteArray& whom, qint64 amount)
{
    if (m_debts.size() >= m_sweepAt)
        sweep();
    Debt& debt = m_debts[whom][size_t(what)];
    const Allowance allowance = allowanceOf(what);
    const qint64 most = factorOf(whom) * (allowance.atOnce + allowance.perSecond * longestDebt / 1'000);
    debt = {std::min(owed(debt, what, whom) + amount, most), m_clock.steady()};
}

void Budgets::sweep()
{
    std::erase_if(m_debts, [this](const auto& entry) {
        const auto& [whom, debts] = entry;
        return owed(debts[size_t(Expense::Reply)], Expense::Reply, whom) == 0 &&
               owed(debts[size_t(Expense::Load)], Expense::Load, whom) == 0;
    });
    m_sweepAt = std::max<size_t>(4'096, 2 * m_debts.size());
}

} // namespace parlance
