#pragma once

#include "base/errors.h"

/// The reasons why something is not done with accounts. None tells an outsider what there is: a wrong password and a
/// handle that nobody has are the same error, and so are a link that was used, one that is too old and one that was
/// never made.
namespace parlance {

Error wrongCredentials();
Error wrongPassword(const QString& field);
Error wrongCode();
Error deviceEnded();
Error accountDisabled();
Error handleTaken();
Error hasAccount();
Error needsInvite();
Error linkExpired();
Error noAccount();
Error noDevice();
Error noLink();
Error notOfThatRank(const QString& field);
Error lastOwner();

} // namespace parlance
