#include "accounts/devices.h"

#include "handlers/accounts.h"
#include "session/session.h"

#include <algorithm>

namespace parlance::handlers {

namespace {

DeviceEntry entryOf(const DeviceRow& device, const DeviceId& own)
{
    return {device.id, device.name, device.since, device.lastUsed,
            device.id == own ? std::optional(true) : std::nullopt};
}

} // namespace

void endConnections(Services& services, const UserId& user, std::span<const DeviceId> devices)
{
    for (const SessionId id : services.hub.sessionsOf(user)) {
        Session* session = services.hub.find(id);
        if (devices.empty() || std::ranges::find(devices, session->device()) != devices.end())
            session->close(CloseCode::SignedOut);
    }
}

void endGuests(Services& services, const UserId& user)
{
    for (const SessionId id : services.hub.sessionsOf(user)) {
        Session* session = services.hub.find(id);
        if (session->device().isEmpty())
            session->close(CloseCode::TokenRenewed);
    }
}

void listDevices(Services& services, Call call, const ListDevices&)
{
    const DeviceId own = call.session()->device();
    const auto look = [user = call.user()](AccountBook& book) { return Result(book.devices().ofUser(user)); };
    auto found = [own, call = std::move(call)](const Result<std::vector<DeviceRow>>& devices) mutable {
        if (!devices)
            return call.fail(devices.error());
        DevicesList list;
        for (const DeviceRow& device : *devices)
            list.devices.push_back(entryOf(device, own));
        call.reply(std::move(list));
    };
    askAccounts<std::vector<DeviceRow>>(services.store, BookAccess::Read, look, std::move(found));
}

void revokeDevice(Services& services, Call call, const RevokeDevice& request)
{
    const UserId user = call.user();
    const auto act = [user, device = request.device, own = call.session()->device(),
                      now = services.clock.wall()](AccountBook& book) -> Result<std::vector<DeviceId>> {
        if (!device)
            return endDevices(book, user, own, book.time(now));
        const auto ended = endDevice(book, user, *device, now);
        return ended ? Result(std::vector{*device}) : ended.error();
    };
    auto done = [&services, user, call = std::move(call)](const Result<std::vector<DeviceId>>& ended) mutable {
        if (!ended)
            return call.fail(ended.error());
        call.done();
        if (!ended->empty())
            endConnections(services, user, *ended);
    };
    askAccounts<std::vector<DeviceId>>(services.store, BookAccess::Write, act, std::move(done));
}

} // namespace parlance::handlers
