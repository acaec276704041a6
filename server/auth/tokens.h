#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace parlance {

/// What a secret token is good for.
enum class TokenKind {
    Device,   ///< comes back as the account that signed in on this device
    Invite,   ///< lets somebody in who may not come by themselves
    Owner,    ///< makes the server's first owner
    Reset,    ///< sets a new password
    Transfer, ///< signs in one more device of one's own
    Bot,      ///< comes in as a bot
};

/// A token that was just made. `text` is shown to its holder once and kept nowhere; `hash` is what is stored.
struct IssuedToken {
    QString text;
    QByteArray hash; ///< 32 bytes
};

/// 256 random bits (libsodium) in base64url without padding, behind a prefix that names the kind: pd_, pi_, po_, pr_,
/// pt_ or pb_. By the prefixes people see what they have in hand, and tests find tokens in logs.
IssuedToken issueToken(TokenKind kind);

/// What a text says that claims to be a token. Whether it was ever issued, is revoked or has expired is for the store,
/// which looks its hash up.
struct ShownToken {
    TokenKind kind = TokenKind::Device;
    QByteArray hash;
};

/// Nothing unless the text is the only spelling of a token: no blanks, no padding, no bits behind the last byte.
///
/// The hash is BLAKE2b-256 of the whole text, so the same bits under another prefix are another token. It has no key
/// and no salt and is quick: 256 random bits cannot be guessed, however many hashes somebody tries.
std::optional<ShownToken> readToken(const QString& text);

/// As readToken(), for one kind only: tokens of other kinds are nothing.
std::optional<QByteArray> hashOfToken(const QString& text, TokenKind kind);

} // namespace parlance
