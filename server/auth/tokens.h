#pragma once

#include "ports/credentials.h"

namespace parlance {

/// 256 random bits (libsodium) in base64url without padding, behind a prefix that names the kind: pd_, pi_, po_, pr_,
/// pt_ or pb_. By the prefixes people see what they have in hand, and tests find tokens in logs.
IssuedToken issueToken(TokenKind kind);

/// Nothing unless the text is the only spelling of a token: no blanks, no padding, no bits behind the last byte.
///
/// The hash is BLAKE2b-256 of the whole text, so the same bits under another prefix are another token. It has no key
/// and no salt and is quick: 256 random bits cannot be guessed, however many hashes somebody tries.
std::optional<ShownToken> readToken(const QString& text);

/// As readToken(), for one kind only: tokens of other kinds are nothing.
std::optional<QByteArray> hashOfToken(const QString& text, TokenKind kind);

} // namespace parlance
