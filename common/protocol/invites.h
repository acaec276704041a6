#pragma once

#include "protocol/limits.h"
#include "protocol/requests.h"

/// Links by which others get an account.
namespace parlance {

/// An invite as those see it who may take it back.
struct Invite {
    LinkId id;
    std::optional<RoomId> room;
    qint64 uses = 1;
    std::optional<qint64> expires;
    qint64 since = 0;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("id", &Invite::id, "the invite, for `revoke_invite`"),
            field("room", &Invite::room, "where it leads; absent: to the server"),
            field("uses", &Invite::uses, "how often it can still be used"),
            field("expires", &Invite::expires, "when it ends, ms since 1970; absent: never"),
            field("since", &Invite::since, "when it was made"),
        };
    }
};

struct MakeInvite {
    std::optional<RoomId> room;
    std::optional<qint64> uses;
    std::optional<qint64> expires;
    Ref ref;

    static constexpr std::string_view type = "make_invite";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &MakeInvite::room, "where it leads; absent: to the server"),
            field("uses", &MakeInvite::uses, "how many people may come by it, 1 to 1,000; 1 if absent",
                  {1, limits::inviteUses}),
            field("expires", &MakeInvite::expires, "ms from now until it ends, up to a year; 7 days if absent",
                  {60'000, limits::inviteAge}),
            refField(&MakeInvite::ref),
        };
    }
};

struct InviteMade {
    Invite invite;
    QString token;
    Ref ref;

    static constexpr std::string_view type = "invite_made";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("invite", &InviteMade::invite, "what was made"),
            field("token", &InviteMade::token, "the link is the page's address with `#/invite/` and this; shown once"),
            refField(&InviteMade::ref),
        };
    }
};

struct ListInvites {
    Ref ref;

    static constexpr std::string_view type = "invites";
    static constexpr auto fields() { return std::tuple{refField(&ListInvites::ref)}; }
};

struct InvitesList {
    std::vector<Invite> invites;
    Ref ref;

    static constexpr std::string_view type = "invites";
    static constexpr auto fields()
    {
        return std::tuple{json::field("invites", &InvitesList::invites,
                                      "those that can be used, the newest 100 first; one's own, and an admin's all"),
                          refField(&InvitesList::ref)};
    }
};

struct RevokeInvite {
    LinkId invite;
    Ref ref;

    static constexpr std::string_view type = "revoke_invite";
    static constexpr auto fields()
    {
        return std::tuple{json::field("invite", &RevokeInvite::invite, "which cannot be used any more"),
                          refField(&RevokeInvite::ref)};
    }
};

} // namespace parlance
