#pragma once

#include "base/ids.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace parlance {

/// A secret that somebody has to put into an authenticator app.
struct NewFactor {
    QByteArray secret;
    QString text; ///< in base32, to be typed
    QString uri;  ///< for a QR code
};

/// Recovery codes that were just made, to be shown once.
struct NewRecoveryCodes {
    std::vector<QString> texts;
    std::vector<QByteArray> hashes; ///< what is stored of them
};

/// One-time passwords and recovery codes. Stores nothing. Implementation: auth/AccountFactors.
class SecondFactors {
  public:
    virtual ~SecondFactors() = default;

    /// `issuer` and `account`: what the app shows of it.
    virtual NewFactor make(const QString& issuer, const QString& account) const = 0;

    /// The time step of a code that is right at that moment (ms since 1970) and is not before or at the last one that
    /// was used.
    virtual std::optional<qint64> stepOf(const QByteArray& secret, const QString& code, qint64 now,
                                         qint64 lastUsed) const = 0;

    virtual NewRecoveryCodes makeRecoveryCodes(const UserId& user) const = 0;
    /// Nothing for what cannot be a recovery code.
    virtual std::optional<QByteArray> hashOfRecoveryCode(const QString& typed, const UserId& user) const = 0;
};

} // namespace parlance
