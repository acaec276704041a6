#pragma once

#include "base/result.h"
#include "text/handles.h"
#include "text/names.h"

#include <QString>

#include <optional>

namespace parlance {

constexpr int minPassword = 8;   ///< code points, in NFC
constexpr int maxPassword = 128; ///< likewise; NIST SP 800-63B asks for at least 64

/// What is wrong with a new password, or nothing. There are no rules about kinds of characters and no expiry (NIST
/// SP 800-63B, section 5.1.1.2): a password is refused if it is too short or too long, if it is among the ones that
/// everybody tries first, if it is one character over and over, or if it is the person's own handle or name, in
/// whatever letter case. The error never has the password in it. Passwords that exist are not asked.
std::optional<Error> faultOfPassword(const QString& password, const Handle& handle, const UserName& name);

} // namespace parlance
