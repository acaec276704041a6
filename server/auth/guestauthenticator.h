#pragma once

#include "ports/authenticator.h"

#include <QByteArray>

namespace parlance {

/// Guests: whoever knows the server's password, if it has one, and a token for each identity that is the user's id with
/// a MAC over it (BLAKE2b, keyed; libsodium's crypto_generichash). Nothing is stored but the key.
class GuestAuthenticator final : public Authenticator {
  public:
    static constexpr qsizetype keyLength = 32;

    /// Password empty: none is asked for.
    GuestAuthenticator(QByteArray key, const QString& password);

    /// Asked from now on of those who come in. Who is in stays, and so do tokens.
    void setPassword(const QString& password);

    bool admits(const std::optional<QString>& password) const override;
    QString issue(const UserId& user) const override;
    Result<UserId> verify(const QString& token) const override;

  private:
    QByteArray mac(const QByteArray& id) const;
    QByteArray digest(const QString& password) const;

    const QByteArray m_key;
    QByteArray m_passwordDigest; // empty: no password. Compared instead of it, in constant time
};

} // namespace parlance
