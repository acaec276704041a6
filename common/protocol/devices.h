#pragma once

#include "protocol/limits.h"
#include "protocol/requests.h"

/// The devices that are signed in to an account, and its password.
namespace parlance {

/// A device in the list of them.
struct DeviceEntry {
    DeviceId id;
    QString name;
    qint64 since = 0;
    qint64 lastUsed = 0;
    std::optional<bool> current;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("id", &DeviceEntry::id, "the device"),
            field("name", &DeviceEntry::name, "what it was called when it signed in"),
            field("since", &DeviceEntry::since, "when it signed in, ms since 1970"),
            field("lastUsed", &DeviceEntry::lastUsed, "when it was last connected, to the hour"),
            field("current", &DeviceEntry::current, "true: the one that asks"),
        };
    }
};

struct ListDevices {
    Ref ref;

    static constexpr std::string_view type = "devices";
    static constexpr auto fields() { return std::tuple{refField(&ListDevices::ref)}; }
};

struct DevicesList {
    std::vector<DeviceEntry> devices;
    Ref ref;

    static constexpr std::string_view type = "devices";
    static constexpr auto fields()
    {
        return std::tuple{json::field("devices", &DevicesList::devices, "those that are signed in, the newest first"),
                          refField(&DevicesList::ref)};
    }
};

struct RevokeDevice {
    std::optional<DeviceId> device;
    Ref ref;

    static constexpr std::string_view type = "revoke_device";
    static constexpr auto fields()
    {
        return std::tuple{json::field("device", &RevokeDevice::device,
                                      "the device that is signed out, its own too; absent: all but the one that asks"),
                          refField(&RevokeDevice::ref)};
    }
};

struct SetPassword {
    QString former;
    QString password;
    Ref ref;

    static constexpr std::string_view type = "set_password";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("former", &SetPassword::former, "the password so far", {1, limits::password}),
            field("password", &SetPassword::password, "the new one; all other devices are signed out",
                  {1, limits::password}),
            refField(&SetPassword::ref),
        };
    }
};

} // namespace parlance
