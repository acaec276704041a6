#include "handlers/entering.h"

#include "base/logging.h"
#include "session/session.h"

namespace parlance::handlers {

void openOrMake(Services& services, const RoomName& name, const UserId& maker, const QString& address,
                Done<RoomPin> done)
{
    const auto isMade = std::make_shared<bool>(false);
    const auto mayMake = [&services, isMade, address]() -> std::optional<Error> {
        const Rate rate{services.facts.newRoomsPerHour, 3'600'000};
        if (const auto wait = services.rates.takeByAddress(RateClass::NewRoom, rate, address)) {
            return Error{ErrorCode::RateLimited, QStringLiteral("No more than %1 new rooms an hour").arg(rate.count),
                         wait};
        }
        *isMade = true;
        return {};
    };
    auto opened = [isMade, address, done = std::move(done)](Result<RoomPin> pin) mutable {
        if (*isMade && pin)
            qCInfo(logRoom).noquote() << (*pin)->id().text() << "made for" << address;
        done(std::move(pin));
    };
    services.rooms.openOrMake(name, {maker, address, mayMake}, std::move(opened));
}

bool cutOldest(std::vector<MessageState>& messages)
{
    qsizetype bytes = 0;
    size_t kept = 0;
    while (kept < messages.size()) {
        json::Writer writer;
        json::Writing<MessageState>::write(writer, messages[messages.size() - 1 - kept]);
        bytes += writer.take().size() + 1;
        if (bytes > limits::pageBytes && kept > 0)
            break;
        ++kept;
    }
    const bool cut = kept < messages.size();
    messages.erase(messages.begin(), messages.end() - std::ptrdiff_t(kept));
    return cut;
}

} // namespace parlance::handlers
