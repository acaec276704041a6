#include "accounts/devices.h"

#include "accounts/accountrefusals.h"

#include <algorithm>

namespace parlance {

namespace {

bool isTooOld(const DeviceRow& device, const DeviceRules& rules, qint64 now)
{
    return now - device.lastUsed > rules.idle || now - device.since > rules.absolute;
}

QString nameOf(AccountBook& book, const AccountRow& account)
{
    return book.people().nameOf(account.user).value_or(account.handle);
}

} // namespace

Result<SignedIn> greetDevice(AccountBook& book, const QByteArray& hash, const DeviceRules& rules, qint64 when)
{
    const auto device = book.devices().ofHash(hash);
    if (!device || device->ended != 0 || isTooOld(*device, rules, book.time(when)))
        return deviceEnded();
    const auto account = book.accounts().ofUser(device->user);
    if (!account)
        return deviceEnded();
    if (account->isDisabled)
        return accountDisabled();
    return SignedIn{*account, *device, nameOf(book, *account), {}};
}

SignedIn addDevice(AccountBook& book, const AccountRow& account, const NewDevice& device, qint64 now)
{
    std::vector<DeviceRow> others = book.devices().ofUser(account.user);
    if (std::ssize(others) >= mostDevices) {
        DeviceRow& oldest = *std::ranges::min_element(others, {}, &DeviceRow::lastUsed);
        oldest.ended = now;
        book.devices().change(oldest);
    }
    const DeviceRow row{
        .id = device.id, .user = account.user, .hash = device.hash, .name = device.name, .since = now, .lastUsed = now};
    book.devices().add(row);
    return {account, row, nameOf(book, account), {}};
}

std::optional<SignedIn> doneBefore(AccountBook& book, const NewDevice& device)
{
    const auto known = book.devices().ofHash(device.hash);
    const auto account = known ? book.accounts().ofUser(known->user) : std::nullopt;
    if (!account)
        return std::nullopt;
    return SignedIn{*account, *known, nameOf(book, *account), {}};
}

Result<Nothing> endDevice(AccountBook& book, const UserId& user, const DeviceId& device, qint64 when)
{
    std::vector<DeviceRow> devices = book.devices().ofUser(user);
    const auto found = std::ranges::find(devices, device, &DeviceRow::id);
    if (found == devices.end())
        return noDevice();
    found->ended = book.time(when);
    book.devices().change(*found);
    return Nothing();
}

std::vector<DeviceId> endDevices(AccountBook& book, const UserId& user, const DeviceId& kept, qint64 now)
{
    std::vector<DeviceId> ended;
    for (DeviceRow& device : book.devices().ofUser(user)) {
        if (device.id == kept)
            continue;
        device.ended = now;
        book.devices().change(device);
        ended.push_back(device.id);
    }
    return ended;
}

} // namespace parlance
