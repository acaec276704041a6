#include "accounts/signingin.h"

#include "accounts/accountrefusals.h"

namespace parlance {

namespace {

/// Uses the factor up. False if it does not suffice.
bool passes(AccountBook& book, AccountRow& account, const SecondFactor& factor)
{
    if (account.totpSecret.isEmpty())
        return true;
    if (const auto* totp = std::get_if<TotpStep>(&factor)) {
        if (totp->step <= account.totpStep)
            return false;
        account.totpStep = totp->step;
        return true;
    }
    const auto* code = std::get_if<RecoveryCode>(&factor);
    return code && book.accounts().takeRecoveryCode(account.user, code->hash);
}

} // namespace

Result<SignedIn> signIn(AccountBook& book, const SigningIn& signing)
{
    if (const auto before = doneBefore(book, signing.device))
        return *before;
    auto account = book.accounts().ofUser(signing.user);
    if (!account || account->password != signing.password)
        return wrongCredentials();
    if (account->isDisabled)
        return accountDisabled();
    const AccountRow before = *account;
    if (!passes(book, *account, signing.factor))
        return wrongCode();
    if (!signing.rehashed.isEmpty())
        account->password = signing.rehashed;
    if (*account != before)
        book.accounts().change(*account);
    return addDevice(book, *account, signing.device, book.time(signing.when));
}

Result<std::vector<DeviceId>> changePassword(AccountBook& book, const PasswordChange& change)
{
    auto account = book.accounts().ofUser(change.user);
    if (!account || account->isDisabled)
        return noAccount();
    if (account->password == change.password)
        return std::vector<DeviceId>(); // asked for again after a lost answer
    if (account->password != change.former)
        return wrongCredentials();
    account->password = change.password;
    book.accounts().change(*account);
    const qint64 now = book.time(change.when);
    book.links().removeAll(LinkKind::Reset, account->user);
    book.links().removeAll(LinkKind::Transfer, account->user);
    return endDevices(book, account->user, change.device, now);
}

Result<std::vector<DeviceId>> changeFactor(AccountBook& book, const FactorChange& change)
{
    auto account = book.accounts().ofUser(change.user);
    if (!account || account->isDisabled)
        return noAccount();
    account->totpSecret = change.secret;
    account->totpStep = change.step;
    book.accounts().change(*account);
    book.accounts().setRecoveryCodes(account->user, change.recoveryCodes);
    book.links().removeAll(LinkKind::Transfer, account->user);
    return endDevices(book, account->user, change.device, book.time(change.when));
}

} // namespace parlance
