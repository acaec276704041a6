#pragma once

#include "ports/done.h"
#include "ports/secrets.h"
#include "text/handles.h"
#include "text/names.h"

#include <optional>

namespace parlance {

/// Secrets: makes them, reads them and compares them. Stores nothing. Implementation: auth/AccountCredentials.
class Credentials {
  public:
    virtual ~Credentials() = default;

    virtual IssuedToken issue(TokenKind kind) const = 0;
    /// Nothing for what cannot be a token.
    virtual std::optional<ShownToken> read(const QString& token) const = 0;

    /// An error of the field `handle` for one that looks like a word that calls everybody.
    virtual Result<HandleClaim> claim(const Handle& handle) const = 0;

    /// Why somebody should not choose this password, as an error of the field `password`.
    virtual std::optional<Error> objectionTo(const QString& password, const Handle& handle,
                                             const UserName& name) const = 0;

    // By a thread of its own; the callbacks come in the event loop's. Busy while too many wait.

    /// Encodes the password with its salt and costs (argon2id).
    virtual void hash(const QString& password, const HashingFor& whom, Done<QByteArray> done) = 0;
    /// `encoded` empty: of nobody, which takes as long and is never right.
    virtual void verify(const QString& password, const QByteArray& encoded, const HashingFor& whom,
                        Done<PasswordCheck> done) = 0;
};

} // namespace parlance
