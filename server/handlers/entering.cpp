#include "handlers/entering.h"

#include "base/logging.h"
#include "session/session.h"

namespace parlance::handlers {

namespace {

/// So many wrong passwords a minute and address.
constexpr Rate wrongPasswords{10, 60'000};

} // namespace

std::optional<Error> passwordRefused(Services& services, const QString& address, const std::optional<QString>& password)
{
    if (services.authenticator.admits(password))
        return std::nullopt;
    if (!password)
        return errorIn(QStringLiteral("password"), ErrorCode::Unauthenticated,
                       QStringLiteral("this server asks for one"));
    if (const auto wait = services.rates.takeByAddress(RateClass::Password, wrongPasswords, address))
        return Error{ErrorCode::RateLimited, QStringLiteral("Too many wrong passwords; wait a minute"), wait};
    return errorIn(QStringLiteral("password"), ErrorCode::Unauthenticated, QStringLiteral("is wrong"));
}

std::optional<Error> guestsRefused(const Services& services)
{
    if (services.facts.access.guests == Guests::Open)
        return std::nullopt;
    return Error{ErrorCode::AccountRequired,
                 QStringLiteral("This server asks for an account. Sign in, or ask somebody for an invite"),
                 {}};
}

void openOrMake(Services& services, const RoomName& name, const UserId& maker, const Asker& asker, Done<RoomPin> done)
{
    const auto isMade = std::make_shared<bool>(false);
    const auto mayMake = [&services, isMade, address = asker.address]() -> std::optional<Error> {
        const Rate rate{services.facts.newRoomsPerHour, 3'600'000};
        if (const auto wait = services.rates.takeByAddress(RateClass::NewRoom, rate, address)) {
            return Error{ErrorCode::RateLimited, QStringLiteral("No more than %1 new rooms an hour").arg(rate.count),
                         wait};
        }
        *isMade = true;
        return {};
    };
    auto opened = [isMade, address = asker.address, done = std::move(done)](Result<RoomPin> pin) mutable {
        if (*isMade && pin)
            qCInfo(logRoom).noquote() << (*pin)->id().text() << "made for" << address;
        done(std::move(pin));
    };
    services.rooms.openOrMake(name, {maker, asker.address, mayMake, asker.user}, std::move(opened));
}

} // namespace parlance::handlers
