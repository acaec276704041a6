#include "auth/accountcredentials.h"

#include "auth/passwordrules.h"
#include "auth/skeleton.h"
#include "auth/tokens.h"

namespace parlance {

namespace {

/// A callback that is told either by the worker or, where the worker takes no more, at once.
template <class T>
using Shared = std::shared_ptr<Done<T>>;

Error outOfMemory()
{
    return {ErrorCode::Busy, QStringLiteral("The server has not enough memory to look at a password now"), 2'000};
}

} // namespace

AccountCredentials::AccountCredentials(const PasswordCost& cost, std::function<void()> wake)
    : m_cost(cost)
    , m_worker(cost, std::move(wake))
{}

IssuedToken AccountCredentials::issue(TokenKind kind) const
{
    return issueToken(kind);
}

std::optional<ShownToken> AccountCredentials::read(const QString& token) const
{
    return readToken(token);
}

Result<HandleClaim> AccountCredentials::claim(const Handle& handle) const
{
    const auto reserved = looksReserved(handle.text());
    if (!reserved)
        return reserved.error();
    if (*reserved)
        return errorIn(QStringLiteral("handle"), ErrorCode::BadRequest,
                       QStringLiteral("looks like a word that calls everybody. Choose another one"));
    const auto skeletons = skeletonsOf(handle.text());
    if (!skeletons)
        return skeletons.error();
    return HandleClaim{handle.text(), handle.folded().toUtf8(), skeletons->folded.toUtf8(),
                       skeletons->asWritten.toUtf8()};
}

std::optional<Error> AccountCredentials::objectionTo(const QString& password, const Handle& handle,
                                                     const UserName& name) const
{
    return faultOfPassword(password, handle, name);
}

void AccountCredentials::hash(const QString& password, const HashingFor& whom, Done<QByteArray> done)
{
    const auto shared = std::make_shared<Done<QByteArray>>(std::move(done));
    const auto busy = m_worker.hash({whom.address, whom.knownAs}, password,
                                    [shared](Result<QByteArray> encoded) { (*shared)(std::move(encoded)); });
    if (busy)
        (*shared)(*busy);
}

void AccountCredentials::verify(const QString& password, const QByteArray& encoded, const HashingFor& whom,
                                Done<PasswordCheck> done)
{
    const auto shared = std::make_shared<Done<PasswordCheck>>(std::move(done));
    const auto hash = encoded.isEmpty() ? std::nullopt : std::optional(encoded);
    auto verified = [shared, encoded, cost = m_cost](Verified outcome) {
        if (outcome == Verified::OutOfMemory)
            return (*shared)(outOfMemory());
        const bool isRight = outcome == Verified::Yes;
        (*shared)(PasswordCheck{isRight, isRight && needsRehash(encoded, cost)});
    };
    if (const auto busy = m_worker.verify({whom.address, whom.knownAs}, password, hash, std::move(verified)))
        (*shared)(*busy);
}

} // namespace parlance
