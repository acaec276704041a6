#pragma once

#include "json/fields.h"
#include "protocol/accounts.h"
#include "protocol/invites.h"

/// Accounts and links, on the control socket.
namespace parlance::control {

/// Makes a link that is used in a browser or in the app.
struct MakeLink {
    QString kind;
    std::optional<Handle> handle;
    std::optional<qint64> uses;
    std::optional<qint64> expires;

    static constexpr std::string_view type = "make_link";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("kind", &MakeLink::kind, "owner, invite or reset"),
            field("handle", &MakeLink::handle, "whose password is reset"),
            field("uses", &MakeLink::uses, "of an invite; 1 if absent", {1, limits::inviteUses}),
            field("expires", &MakeLink::expires, "ms from now", {60'000, limits::inviteAge}),
        };
    }
};

struct LinkMade {
    LinkId id;
    QString token;
    qint64 expires = 0;

    static constexpr std::string_view type = "link_made";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("id", &LinkMade::id, "to take it back"),
            field("token", &LinkMade::token, "for the link"),
            field("expires", &LinkMade::expires, "ms since 1970"),
        };
    }
};

struct ListInvites {
    static constexpr std::string_view type = "invites";
    static constexpr auto fields() { return std::tuple{}; }
};

struct InviteList {
    std::vector<Invite> invites;

    static constexpr std::string_view type = "invite_list";
    static constexpr auto fields()
    {
        return std::tuple{json::field("invites", &InviteList::invites, "that can be used, the newest first")};
    }
};

struct RevokeInvite {
    LinkId id;

    static constexpr std::string_view type = "revoke_invite";
    static constexpr auto fields() { return std::tuple{json::field("id", &RevokeInvite::id, "of the invite")}; }
};

/// An account that an admin makes for somebody, who sets its password by the reset link in the answer.
struct AddAccount {
    Handle handle;
    std::optional<UserName> name;
    std::optional<QString> role;

    static constexpr std::string_view type = "add_account";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("handle", &AddAccount::handle, "of the new account"),
            field("name", &AddAccount::name, "what to be called; the handle if absent"),
            field("role", &AddAccount::role, "member, admin or owner; member if absent"),
        };
    }
};

struct ListAccounts {
    std::optional<Handle> after;

    static constexpr std::string_view type = "accounts";
    static constexpr auto fields()
    {
        return std::tuple{json::field("after", &ListAccounts::after, "the last one of the page before")};
    }
};

struct AccountEntry {
    UserId userId;
    Handle handle;
    QString name;
    QString role;
    bool isDisabled = false;
    bool twoFactor = false;
    qint64 since = 0;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("userId", &AccountEntry::userId, "the identity"),
            field("handle", &AccountEntry::handle, "unique"),
            field("name", &AccountEntry::name, "what it is called"),
            field("role", &AccountEntry::role, "member, admin or owner"),
            field("disabled", &AccountEntry::isDisabled, "true: it cannot sign in"),
            field("twoFactor", &AccountEntry::twoFactor, "signing in takes a code"),
            field("since", &AccountEntry::since, "ms since 1970"),
        };
    }
};

struct AccountList {
    std::vector<AccountEntry> accounts;
    bool more = false;

    static constexpr std::string_view type = "account_list";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{field("accounts", &AccountList::accounts, "by handle"),
                          field("more", &AccountList::more, "ask again, after the last one")};
    }
};

struct ChangeAccount {
    Handle handle;
    std::optional<QString> role;
    std::optional<bool> isDisabled;

    static constexpr std::string_view type = "change_account";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("handle", &ChangeAccount::handle, "whose"),
            field("role", &ChangeAccount::role, "member, admin or owner"),
            field("disabled", &ChangeAccount::isDisabled, "true: it cannot sign in any more, and its devices end"),
        };
    }
};

/// It was done, and there is nothing to say.
struct WasDone {
    static constexpr std::string_view type = "done";
    static constexpr auto fields() { return std::tuple{}; }
};

/// The account as it is now.
struct AccountChanged {
    AccountEntry account;

    static constexpr std::string_view type = "account_changed";
    static constexpr auto fields()
    {
        return std::tuple{json::field("account", &AccountChanged::account, "as it is now")};
    }
};

} // namespace parlance::control
