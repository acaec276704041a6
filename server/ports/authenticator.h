#pragma once

#include "base/ids.h"
#include "base/result.h"

#include <QString>

#include <optional>

namespace parlance {

/// Who may come in, and as whom. Quick enough to be asked from the event loop.
/// Implementation: auth/GuestAuthenticator.
class Authenticator {
  public:
    virtual ~Authenticator() = default;

    /// Whether the server's password, if it has one, was given.
    virtual bool admits(const std::optional<QString>& password) const = 0;

    /// A secret that proves the identity for ever. Stores nothing.
    virtual QString issue(const UserId& user) const = 0;

    /// Unauthenticated unless the token was issued here.
    virtual Result<UserId> verify(const QString& token) const = 0;
};

} // namespace parlance
