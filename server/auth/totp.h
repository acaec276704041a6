#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

/// One-time passwords by the time, as authenticator apps show them: RFC 6238 with HMAC-SHA1, steps of 30 s and six
/// digits, which is all that every app understands.
namespace parlance {

constexpr qint64 totpPeriod = 30'000; ///< ms

/// 160 random bits, as RFC 4226 section 4 recommends. The store keeps them as they are: the server needs them to check
/// a code.
QByteArray newTotpSecret();

/// The six digits of a step, which is the number of whole periods since 1970.
QString totpCode(const QByteArray& secret, qint64 step);

/// The step that a code belongs to: the one at `nowMs` (Clock::wall()), the one before it or the one after it. A step
/// that is not later than `lastUsed` is refused, because a code is good once (RFC 6238 section 5.2); whoever lets
/// somebody in stores the step that this returns, in the same transaction. Blanks between the digits are ignored, as
/// apps show them. Takes the same time for every code of six digits.
std::optional<qint64> matchingStep(const QByteArray& secret, const QString& code, qint64 nowMs,
                                   std::optional<qint64> lastUsed);

/// Base32 of RFC 4648 without padding, in which people type a secret where they cannot scan it.
QString base32(const QByteArray& bytes);

/// What the QR code for an authenticator app says: otpauth://totp/ISSUER:ACCOUNT?..., as Google's Key Uri Format has
/// it. That one allows no colon in either name; each becomes a blank, as in the name of a host with a port.
QString totpUri(const QString& issuer, const QString& account, const QByteArray& secret);

} // namespace parlance
