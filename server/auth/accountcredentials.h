#pragma once

#include "auth/passwordworker.h"
#include "ports/credentials.h"

namespace parlance {

/// Tokens from libsodium, handles by their skeletons, and passwords by a thread of its own. Used by the event loop's
/// thread.
class AccountCredentials final : public Credentials {
  public:
    /// `wake` must make deliver() be called soon; any thread calls it.
    AccountCredentials(const PasswordCost& cost, std::function<void()> wake);

    /// Calls the callbacks of what was hashed since the last time.
    void deliver() { m_worker.deliver(); }

    IssuedToken issue(TokenKind kind) const override;
    std::optional<ShownToken> read(const QString& token) const override;
    Result<HandleClaim> claim(const Handle& handle) const override;
    std::optional<Error> objectionTo(const QString& password, const Handle& handle,
                                     const UserName& name) const override;
    void hash(const QString& password, const HashingFor& whom, Done<QByteArray> done) override;
    void verify(const QString& password, const QByteArray& encoded, const HashingFor& whom,
                Done<PasswordCheck> done) override;

  private:
    const PasswordCost m_cost;
    PasswordWorker m_worker;
};

} // namespace parlance
