#include "auth/accountfactors.h"

#include "auth/recoverycodes.h"
#include "auth/totp.h"

namespace parlance {

NewFactor AccountFactors::make(const QString& issuer, const QString& account) const
{
    const QByteArray secret = newTotpSecret();
    return {secret, base32(secret), totpUri(issuer, account, secret)};
}

std::optional<qint64> AccountFactors::stepOf(const QByteArray& secret, const QString& code, qint64 now,
                                             qint64 lastUsed) const
{
    return matchingStep(secret, code, now, lastUsed);
}

NewRecoveryCodes AccountFactors::makeRecoveryCodes(const UserId& user) const
{
    NewRecoveryCodes made;
    for (const QString& code : newRecoveryCodes()) {
        made.texts.push_back(code);
        made.hashes.push_back(*parlance::hashOfRecoveryCode(code, user));
    }
    return made;
}

std::optional<QByteArray> AccountFactors::hashOfRecoveryCode(const QString& typed, const UserId& user) const
{
    return parlance::hashOfRecoveryCode(typed, user);
}

} // namespace parlance
