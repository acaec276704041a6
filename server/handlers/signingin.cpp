#include "accounts/signingin.h"

#include "accounts/accountrefusals.h"
#include "handlers/accounts.h"
#include "session/session.h"

namespace parlance::handlers {

namespace {

constexpr qint64 proofAge = 5 * 60'000; // ms

/// Whom a handle and a former token name.
struct Found {
    std::optional<AccountRow> account;
    DeviceId former; ///< a device of that account, signed in or not; empty: none was shown
};

Handle handleOf(const AccountRow& account)
{
    const auto handle = Handle::parse(account.handle);
    return handle ? *handle : Handle();
}

/// Compares a password, after those before it that were wrong. Whether there is such an account, nobody learns from
/// what is answered, nor from how long it takes. `right` is called with the call where it was right.
template <class Right>
void check(Services& services, Call call, const Handle& handle, const Found& found, const QString& password,
           const Error& wrong, Right right)
{
    const QString address = call.session()->address();
    const Try attempt{handle, address, found.former.text()};
    if (const auto wait = services.tries.waitFor(attempt))
        return call.fail({ErrorCode::RateLimited, QStringLiteral("Too many wrong passwords. Wait a moment"), wait});
    services.tries.began(attempt);
    const UserId knownAs = found.former.isEmpty() || !found.account ? UserId() : found.account->user;
    auto checked = [&services, attempt, wrong, isThere = found.account.has_value(), right = std::move(right),
                    call = std::move(call)](const Result<PasswordCheck>& result) mutable {
        if (!result) {
            services.tries.withdrawn(attempt);
            return call.fail(result.error());
        }
        if (!result->isRight || !isThere)
            return call.fail(wrong);
        if (call.session())
            right(std::move(call));
    };
    services.credentials.verify(password, found.account ? found.account->password : QByteArray(), {address, knownAs},
                                std::move(checked));
}

/// The account of whoever asks. Its device is known.
template <class Then>
void withOwnAccount(Services& services, Call call, Then then)
{
    const auto look = [user = call.user()](AccountBook& book) -> Result<AccountRow> {
        const auto account = book.accounts().ofUser(user);
        return account ? Result(*account) : noAccount();
    };
    auto found = [then = std::move(then), call = std::move(call)](const Result<AccountRow>& account) mutable {
        if (!account)
            return call.fail(account.error());
        if (call.session())
            then(std::move(call), *account);
    };
    askAccounts<AccountRow>(services.store, BookAccess::Read, look, std::move(found));
}

void changeTo(Services& services, Call call, const AccountRow& account, const QString& password)
{
    PasswordChange change{.user = account.user,
                          .former = account.password,
                          .device = call.session()->device(),
                          .when = services.clock.wall()};
    const HashingFor whom{call.session()->address(), account.user};
    auto hashed = [&services, change = std::move(change), call = std::move(call)](Result<QByteArray> encoded) mutable {
        if (!encoded)
            return call.fail(encoded.error());
        change.password = *std::move(encoded);
        auto done = [&services, user = change.user,
                     call = std::move(call)](const Result<std::vector<DeviceId>>& ended) mutable {
            if (!ended)
                return call.fail(ended.error());
            if (!ended->empty())
                endConnections(services, user, *ended);
            call.done();
        };
        askAccounts<std::vector<DeviceId>>(
            services.store, BookAccess::Write, [change](AccountBook& book) { return changePassword(book, change); },
            std::move(done));
    };
    services.credentials.hash(password, whom, std::move(hashed));
}

/// Waits for the code of whoever has a second factor.
void askForFactor(Services& services, Call call, PasswordGiven given)
{
    const QString ticket = QString::fromLatin1(randomUuid());
    services.pending.add(call.sessionId(),
                         {ticket, std::move(given.account), given.former, std::move(given.device), 0});
    call.reply(SecondFactorWanted{ticket, {}});
}

} // namespace

void finishSignIn(Services& services, Call call, PasswordGiven given)
{
    const IssuedToken token = services.credentials.issue(TokenKind::Device);
    const SigningIn signing{.user = given.account.user,
                            .password = given.account.password,
                            .factor = given.factor,
                            .device = {DeviceId::random(), token.hash, given.device},
                            .when = services.clock.wall()};
    const Try attempt{handleOf(given.account), call.session()->address(), given.former.text()};
    auto done = [&services, attempt, text = token.text, call = std::move(call)](Result<SignedIn> signedIn) mutable {
        if (!signedIn)
            return call.fail(signedIn.error());
        services.tries.succeeded(attempt);
        services.pending.departed(call.sessionId());
        welcomeAccount(services, std::move(call), {*std::move(signedIn), text});
    };
    askAccounts<SignedIn>(
        services.store, BookAccess::Write, [signing](AccountBook& book) { return parlance::signIn(book, signing); },
        std::move(done));
}

std::optional<Error> proofWanted(Services& services, const Session& session)
{
    const auto proved = session.provedAt();
    if (proved && services.clock.steady() - *proved <= proofAge)
        return std::nullopt;
    return Error{ErrorCode::Reauthenticate, QStringLiteral("Give your password again"), {}};
}

void signIn(Services& services, Call call, const SignIn& request)
{
    if (const auto refused = versionRefused(request.protocol))
        return call.fail(*refused);
    const auto former = request.former ? services.credentials.read(*request.former) : std::nullopt;
    const auto look = [folded = request.handle.folded().toUtf8(),
                       hash = former ? former->hash : QByteArray()](AccountBook& book) -> Result<Found> {
        Found found{book.accounts().ofHandle(folded), {}};
        const auto device = hash.isEmpty() ? std::nullopt : book.devices().ofHash(hash);
        if (device && found.account && device->user == found.account->user)
            found.former = device->id;
        return found;
    };
    auto found = [&services, request, call = std::move(call)](const Result<Found>& who) mutable {
        if (!who)
            return call.fail(who.error());
        if (!call.session())
            return;
        auto right = [&services, who = *who, device = request.device](Call passed) {
            PasswordGiven given{*who.account, who.former, device, {}};
            if (given.account.totpSecret.isEmpty())
                finishSignIn(services, std::move(passed), std::move(given));
            else
                askForFactor(services, std::move(passed), std::move(given));
        };
        check(services, std::move(call), request.handle, *who, request.password, wrongCredentials(), std::move(right));
    };
    askAccounts<Found>(services.store, BookAccess::Read, look, std::move(found));
}

void setPassword(Services& services, Call call, const SetPassword& request)
{
    withOwnAccount(services, std::move(call), [&services, request](Call asking, const AccountRow& account) {
        const Handle handle = handleOf(account);
        if (const auto objection = services.credentials.objectionTo(request.password, handle, {}))
            return asking.fail(*objection);
        const Found self{account, asking.session()->device()};
        check(services, std::move(asking), handle, self, request.former, wrongPassword(QStringLiteral("former")),
              [&services, account, password = request.password](Call passed) {
                  changeTo(services, std::move(passed), account, password);
              });
    });
}

void reauthenticate(Services& services, Call call, const Reauthenticate& request)
{
    withOwnAccount(services, std::move(call), [&services, request](Call asking, const AccountRow& account) {
        const Handle handle = handleOf(account);
        const Found self{account, asking.session()->device()};
        check(services, std::move(asking), handle, self, request.password, wrongPassword(QStringLiteral("password")),
              [&services, self, handle](Call passed) {
                  services.tries.succeeded({handle, passed.session()->address(), self.former.text()});
                  passed.session()->prove(services.clock.steady());
                  passed.done();
              });
    });
}

} // namespace parlance::handlers
