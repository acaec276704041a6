#pragma once

#include "protocol/limits.h"
#include "protocol/requests.h"

/// The second factor of an account, proofs that somebody is still who they were, and signing in one more device.
namespace parlance {

/// The password was right, and a code is needed besides.
struct SecondFactorWanted {
    QString ticket;
    Ref ref;

    static constexpr std::string_view type = "second_factor";
    static constexpr auto fields()
    {
        return std::tuple{
            json::field("ticket", &SecondFactorWanted::ticket, "for the request `second_factor` on this connection"),
            refField(&SecondFactorWanted::ref)};
    }
};

/// Goes on with a `sign_in` that has asked for it.
struct GiveSecondFactor {
    QString ticket;
    QString code;
    Ref ref;

    static constexpr std::string_view type = "second_factor";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("ticket", &GiveSecondFactor::ticket, "of the event `second_factor`", {1, limits::code}),
            field("code", &GiveSecondFactor::code, "six digits, or a recovery code", {1, limits::code}),
            refField(&GiveSecondFactor::ref),
        };
    }
};

struct BeginTotp {
    Ref ref;

    static constexpr std::string_view type = "totp_begin";
    static constexpr auto fields() { return std::tuple{refField(&BeginTotp::ref)}; }
};

struct TotpBegun {
    QString secret;
    QString uri;
    Ref ref;

    static constexpr std::string_view type = "totp_begun";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("secret", &TotpBegun::secret, "in base32, to be typed into an authenticator app"),
            field("uri", &TotpBegun::uri, "the same for a QR code, beginning with `otpauth://`"),
            refField(&TotpBegun::ref),
        };
    }
};

struct ConfirmTotp {
    QString code;
    Ref ref;

    static constexpr std::string_view type = "totp_confirm";
    static constexpr auto fields()
    {
        return std::tuple{json::field("code", &ConfirmTotp::code, "what the authenticator app shows for the secret",
                                      {1, limits::code}),
                          refField(&ConfirmTotp::ref)};
    }
};

struct RecoveryCodes {
    std::vector<QString> codes;
    Ref ref;

    static constexpr std::string_view type = "recovery_codes";
    static constexpr auto fields()
    {
        return std::tuple{
            json::field("codes", &RecoveryCodes::codes, "each signs in once in place of a code; shown once"),
            refField(&RecoveryCodes::ref)};
    }
};

struct RemoveTotp {
    Ref ref;

    static constexpr std::string_view type = "totp_remove";
    static constexpr auto fields() { return std::tuple{refField(&RemoveTotp::ref)}; }
};

/// Proves that it is still the account's owner who asks.
struct Reauthenticate {
    QString password;
    Ref ref;

    static constexpr std::string_view type = "reauthenticate";
    static constexpr auto fields()
    {
        return std::tuple{json::field("password", &Reauthenticate::password,
                                      "of the account; what asks for it may be asked for 5 minutes",
                                      {1, limits::password}),
                          refField(&Reauthenticate::ref)};
    }
};

struct MakeTransfer {
    Ref ref;

    static constexpr std::string_view type = "make_transfer";
    static constexpr auto fields() { return std::tuple{refField(&MakeTransfer::ref)}; }
};

struct TransferMade {
    QString token;
    qint64 expires = 0;
    Ref ref;

    static constexpr std::string_view type = "transfer_made";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("token", &TransferMade::token,
                  "the link is the page's address with `#/transfer/` and this; it signs in one more device, once"),
            field("expires", &TransferMade::expires, "ms since 1970; two minutes from now"),
            refField(&TransferMade::ref),
        };
    }
};

} // namespace parlance
