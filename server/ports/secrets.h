#pragma once

#include "base/ids.h"

#include <QByteArray>
#include <QString>

/// What Credentials take and give.
namespace parlance {

/// What a secret token is good for.
enum class TokenKind {
    Device,   ///< comes back as the account that signed in on this device
    Invite,   ///< lets somebody in who may not come by themselves
    Owner,    ///< makes an account that owns the server
    Reset,    ///< sets a new password
    Transfer, ///< signs in one more device of one's own
    Bot,      ///< comes in as a bot
};

/// A token that was just made. `text` is shown to its holder once and kept nowhere; `hash` is what is stored.
struct IssuedToken {
    QString text = {};
    QByteArray hash = {}; ///< 32 bytes
};

/// What a text says that claims to be a token.
struct ShownToken {
    TokenKind kind = {};
    QByteArray hash = {};
};

/// A handle that somebody wants, with the forms that must be unique.
struct HandleClaim {
    QString handle = {};
    QByteArray folded = {};
    QByteArray skeleton = {}; ///< what the folded form looks like (UTS 39)
    QByteArray look = {};     ///< what it looks like in its own spelling
};

/// Who has a password hashed. Hashing takes a fifth of a second of a core, so there is a queue.
struct HashingFor {
    QString address = {};
    UserId knownAs = {}; ///< whose device is or was signed in, and so does not wait behind strangers; empty: nobody's
};

/// Whether a password is right.
struct PasswordCheck {
    bool isRight = false;
    bool isOutdated = false; ///< it should be hashed anew: what hashing costs has been raised
};

} // namespace parlance
