#pragma once

#include "ports/secondfactors.h"

namespace parlance {

/// Second factors by RFC 6238 and by codes on paper.
class AccountFactors final : public SecondFactors {
  public:
    NewFactor make(const QString& issuer, const QString& account) const override;
    std::optional<qint64> stepOf(const QByteArray& secret, const QString& code, qint64 now,
                                 qint64 lastUsed) const override;
    NewRecoveryCodes makeRecoveryCodes(const UserId& user) const override;
    std::optional<QByteArray> hashOfRecoveryCode(const QString& typed, const UserId& user) const override;
};

} // namespace parlance
