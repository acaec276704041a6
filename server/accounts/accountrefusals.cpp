#include "accounts/accountrefusals.h"

namespace parlance {

Error wrongCredentials()
{
    return {ErrorCode::Unauthenticated, QStringLiteral("The handle or the password is wrong"), {}};
}

Error wrongPassword(const QString& field)
{
    return errorIn(field, ErrorCode::Unauthenticated, QStringLiteral("is not your password"));
}

Error wrongCode()
{
    return errorIn(QStringLiteral("code"), ErrorCode::Unauthenticated,
                   QStringLiteral("is wrong, or was used before. Enter the newest code of the authenticator app"));
}

Error deviceEnded()
{
    return errorIn(QStringLiteral("token"), ErrorCode::Unauthenticated,
                   QStringLiteral("this device is not signed in any more. Sign in again"));
}

Error accountDisabled()
{
    return {ErrorCode::Unauthenticated, QStringLiteral("This account is disabled. Ask an admin of the server"), {}};
}

Error handleTaken()
{
    return errorIn(QStringLiteral("handle"), ErrorCode::NameTaken,
                   QStringLiteral("somebody has this handle, or one that looks like it. Choose another one"));
}

Error hasAccount()
{
    return {ErrorCode::BadRequest, QStringLiteral("You have an account already. Sign out to make another one"), {}};
}

Error needsInvite()
{
    return {ErrorCode::Forbidden, QStringLiteral("An account is made by invite here. Ask somebody for a link"), {}};
}

Error linkExpired()
{
    return {ErrorCode::Expired, QStringLiteral("This link cannot be used any more. Ask for a new one"), {}};
}

Error noAccount()
{
    return errorIn(QStringLiteral("user"), ErrorCode::NotFound, QStringLiteral("has no account"));
}

Error noDevice()
{
    return errorIn(QStringLiteral("device"), ErrorCode::NotFound, QStringLiteral("is no device of yours"));
}

Error noLink()
{
    return errorIn(QStringLiteral("link"), ErrorCode::NotFound, QStringLiteral("there is no such link any more"));
}

Error notOfThatRank(const QString& field)
{
    return errorIn(field, ErrorCode::Forbidden, QStringLiteral("that takes a higher role than yours"));
}

Error lastOwner()
{
    return {ErrorCode::Forbidden, QStringLiteral("The server needs an owner. Make somebody else an owner first"), {}};
}

} // namespace parlance
