#include "accounts/accountrefusals.h"
#include "accounts/links.h"
#include "accounts/signingin.h"
#include "handlers/accounts.h"
#include "session/session.h"

namespace parlance::handlers {

namespace {

constexpr qint64 transferAge = 120'000; // ms

Error notAgain()
{
    return {ErrorCode::Expired, QStringLiteral("Too many wrong codes. Sign in again"), {}};
}

/// What somebody typed as a code: digits of their app, or a recovery code.
SecondFactor factorOf(Services& services, const AccountRow& account, const QString& code)
{
    if (const auto step = services.factors.stepOf(account.totpSecret, code, services.clock.wall(), account.totpStep))
        return TotpStep{*step};
    if (const auto hash = services.factors.hashOfRecoveryCode(code, account.user))
        return RecoveryCode{*hash};
    return {};
}

void changed(Services& services, const UserId& user, const std::vector<DeviceId>& ended)
{
    if (!ended.empty())
        endConnections(services, user, ended);
}

} // namespace

void giveSecondFactor(Services& services, Call call, const GiveSecondFactor& request)
{
    PendingFactors::SigningIn* waiting = services.pending.find(call.sessionId(), request.ticket);
    if (!waiting)
        return call.fail(notAgain());
    // A recovery code may be none of theirs, and a step may have been used meanwhile: every one counts until it has
    // let somebody in.
    if (++waiting->wrong > PendingFactors::mostWrong) {
        services.pending.remove(call.sessionId());
        return call.fail(notAgain());
    }
    const SecondFactor factor = factorOf(services, waiting->account, request.code);
    if (std::holds_alternative<std::monostate>(factor))
        return call.fail(wrongCode());
    finishSignIn(services, std::move(call), {waiting->account, waiting->former, waiting->device, factor});
}

void beginTotp(Services& services, Call call, const BeginTotp&)
{
    if (const auto refused = proofWanted(services, *call.session()))
        return call.fail(*refused);
    const auto look = [user = call.user()](AccountBook& book) -> Result<AccountRow> {
        const auto account = book.accounts().ofUser(user);
        return account ? Result(*account) : noAccount();
    };
    auto found = [&services, call = std::move(call)](const Result<AccountRow>& account) mutable {
        if (!account)
            return call.fail(account.error());
        const NewFactor factor = services.factors.make(services.facts.name, account->handle);
        services.pending.offer(call.sessionId(), factor.secret);
        call.reply(TotpBegun{factor.text, factor.uri, {}});
    };
    askAccounts<AccountRow>(services.store, BookAccess::Read, look, std::move(found));
}

void confirmTotp(Services& services, Call call, const ConfirmTotp& request)
{
    const QByteArray secret = services.pending.offered(call.sessionId());
    const auto step =
        secret.isEmpty() ? std::nullopt : services.factors.stepOf(secret, request.code, services.clock.wall(), 0);
    if (!step)
        return call.fail(wrongCode());
    NewRecoveryCodes codes = services.factors.makeRecoveryCodes(call.user());
    const FactorChange change{.user = call.user(),
                              .secret = secret,
                              .step = *step,
                              .recoveryCodes = codes.hashes,
                              .device = call.session()->device(),
                              .when = services.clock.wall()};
    auto done = [&services, texts = std::move(codes.texts),
                 call = std::move(call)](const Result<std::vector<DeviceId>>& ended) mutable {
        if (!ended)
            return call.fail(ended.error());
        services.pending.offer(call.sessionId(), {});
        changed(services, call.user(), *ended);
        call.reply(RecoveryCodes{std::move(texts), {}});
    };
    askAccounts<std::vector<DeviceId>>(
        services.store, BookAccess::Write, [change](AccountBook& book) { return changeFactor(book, change); },
        std::move(done));
}

void removeTotp(Services& services, Call call, const RemoveTotp&)
{
    if (const auto refused = proofWanted(services, *call.session()))
        return call.fail(*refused);
    const FactorChange change{.user = call.user(), .device = call.session()->device(), .when = services.clock.wall()};
    auto done = [&services, call = std::move(call)](const Result<std::vector<DeviceId>>& ended) mutable {
        if (!ended)
            return call.fail(ended.error());
        changed(services, call.user(), *ended);
        call.done();
    };
    askAccounts<std::vector<DeviceId>>(
        services.store, BookAccess::Write, [change](AccountBook& book) { return changeFactor(book, change); },
        std::move(done));
}

void makeTransfer(Services& services, Call call, const MakeTransfer&)
{
    if (const auto refused = proofWanted(services, *call.session()))
        return call.fail(*refused);
    const IssuedToken token = services.credentials.issue(TokenKind::Transfer);
    const NewLink made{.link = {.id = LinkId::random(),
                                .kind = LinkKind::Transfer,
                                .hash = token.hash,
                                .maker = call.user(),
                                .user = call.user(),
                                .expires = transferAge},
                       .when = services.clock.wall()};
    auto done = [text = token.text, call = std::move(call)](const Result<LinkRow>& link) mutable {
        if (!link)
            return call.fail(link.error());
        call.reply(TransferMade{text, link->expires, {}});
    };
    askAccounts<LinkRow>(
        services.store, BookAccess::Write, [made](AccountBook& book) { return makeLink(book, made); }, std::move(done));
}

} // namespace parlance::handlers
