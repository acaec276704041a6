#pragma once

#include "base/ids.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

/// Codes for whoever has lost their second factor: each is good once, and is spent in the transaction that lets them
/// in.
namespace parlance {

constexpr int recoveryCodeCount = 10;

/// Codes such as 7k3m-9xqw-2hd5-v0tn: 80 random bits each, in Crockford's base 32, which has no i, l, o and u. They are
/// shown once; only their hashes are stored.
QStringList newRecoveryCodes();

/// What to store or look up for a code that was made or typed: BLAKE2b-256 of it and of the account, so that equal
/// codes of two people have different hashes and a stolen table must be searched for each person anew. An id is never
/// given to somebody else. It is a quick hash because 80 bits are too many to try.
///
/// Letter case, blanks and hyphens make no difference; o is read as 0, and i and l as 1. Nothing if the text cannot be
/// a code at all.
std::optional<QByteArray> hashOfRecoveryCode(const QString& typed, const UserId& account);

} // namespace parlance
