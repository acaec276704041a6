#pragma once

#include "protocol/limits.h"
#include "protocol/requests.h"
#include "text/handles.h"

/// Accounts: how somebody gets one, comes in with it, and looks after it.
namespace parlance {

/// The account of whoever asks.
struct OwnAccount {
    Handle handle;
    QString role;
    bool twoFactor = false;

    friend bool operator==(const OwnAccount&, const OwnAccount&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("handle", &OwnAccount::handle, "the account's unique handle"),
            field("role", &OwnAccount::role, "`member`, `admin` or `owner` of the server"),
            field("twoFactor", &OwnAccount::twoFactor, "whether signing in takes a code besides the password"),
        };
    }
};

/// The device of whoever asks.
struct OwnDevice {
    DeviceId id;
    QString name;

    friend bool operator==(const OwnDevice&, const OwnDevice&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("id", &OwnDevice::id, "the device, as `devices` lists it"),
            field("name", &OwnDevice::name, "what it was called when it signed in"),
        };
    }
};

/// In place of `hello`, with a handle and a password.
struct SignIn {
    qint64 protocol = protocolVersion;
    QString client;
    Handle handle;
    QString password;
    QString device;
    std::optional<QString> former;
    Ref ref;

    static constexpr std::string_view type = "sign_in";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("protocol", &SignIn::protocol, "2", {1}),
            field("client", &SignIn::client, "program and version, for the server's log", {1, 100}),
            field("handle", &SignIn::handle, "of the account"),
            field("password", &SignIn::password, "of the account", {1, limits::password}),
            field("device", &SignIn::device, "what the device is called in the list of devices", {1, limits::device}),
            field(
                "former", &SignIn::former,
                "a token of this account that has ended: such a device does not wait behind strangers' wrong passwords",
                {1, 400}),
            refField(&SignIn::ref),
        };
    }
};

/// Makes an account, in place of `hello` or, for a guest, behind it.
struct Register {
    qint64 protocol = protocolVersion;
    QString client;
    std::optional<QString> invite;
    Handle handle;
    UserName name;
    QString password;
    QString device;
    Ref ref;

    static constexpr std::string_view type = "register";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("protocol", &Register::protocol, "2", {1}),
            field("client", &Register::client, "program and version, for the server's log", {1, 100}),
            field("invite", &Register::invite, "the token of an invite; needed where accounts are made by invite",
                  {1, 400}),
            field("handle", &Register::handle, "the handle that is wanted"),
            field("name", &Register::name, "what to be called"),
            field("password", &Register::password, "8 characters or more", {1, limits::password}),
            field("device", &Register::device, "what the device is called in the list of devices", {1, limits::device}),
            refField(&Register::ref),
        };
    }
};

/// Uses the token of a link, in place of `hello`.
struct Redeem {
    qint64 protocol = protocolVersion;
    QString client;
    QString token;
    std::optional<Handle> handle;
    std::optional<UserName> name;
    std::optional<QString> password;
    QString device;
    Ref ref;

    static constexpr std::string_view type = "redeem";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("protocol", &Redeem::protocol, "2", {1}),
            field("client", &Redeem::client, "program and version, for the server's log", {1, 100}),
            field("token", &Redeem::token, "of an owner link, an invite, a reset link or a transfer", {1, 400}),
            field("handle", &Redeem::handle, "the handle that is wanted; for an owner link and an invite"),
            field("name", &Redeem::name, "what to be called; for an owner link and an invite"),
            field("password", &Redeem::password, "the new password; for all but a transfer", {1, limits::password}),
            field("device", &Redeem::device, "what the device is called in the list of devices", {1, limits::device}),
            refField(&Redeem::ref),
        };
    }
};

} // namespace parlance
