#pragma once

#include "base/errors.h"
#include "protocol/accounts.h"
#include "protocol/limits.h"
#include "protocol/logentry.h"
#include "protocol/records.h"
#include "protocol/requests.h"

/// What a full client is told in reply to its requests. What it is told besides is in passing.h and events.h.
namespace parlance {

struct Welcome {
    qint64 protocol = protocolVersion;
    QString server;
    QString serverName;
    UserId userId;
    UserName username;
    std::optional<QString> token;
    std::optional<OwnAccount> account;
    std::optional<OwnDevice> device;
    std::optional<RoomId> invitedTo;
    std::vector<QString> capabilities;
    Limits limits;
    qint64 heartbeat = 0;
    std::vector<Membership> rooms;
    std::optional<bool> more;
    Ref ref;

    static constexpr std::string_view type = "welcome";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("protocol", &Welcome::protocol, "2", {1}),
            field("server", &Welcome::server, "program and version"),
            field("serverName", &Welcome::serverName, "what the admin called it; for people"),
            field("userId", &Welcome::userId, "who one is"),
            field("username", &Welcome::username, "what one is called"),
            field("token", &Welcome::token,
                  "to be the same identity next time; keep it secret. Absent for an account whose device has shown its "
                  "token, which "
                  "stays valid"),
            field("account", &Welcome::account, "absent for a guest"),
            field("device", &Welcome::device, "absent for a guest"),
            field("invitedTo", &Welcome::invitedTo, "the room to which the link leads that was used"),
            field("capabilities", &Welcome::capabilities, "what the server can do; none are defined yet"),
            field("limits", &Welcome::limits, "what the server accepts"),
            field("heartbeat", &Welcome::heartbeat, "ms between two heartbeats"),
            field("rooms", &Welcome::rooms, "the first 200 of the identity's memberships"),
            field("more", &Welcome::more, "true: there are others; ask for them with `memberships`"),
            refField(&Welcome::ref),
        };
    }
};

struct Joined {
    RoomId room;
    LogId log;
    RoomName name;
    QString topic;
    std::optional<QString> role;
    qint64 head = 0;
    qint64 n = 0;
    qint64 read = 0;
    std::vector<Present> users;
    qint64 userCount = 0;
    std::optional<std::vector<MessageState>> history;
    std::optional<std::vector<LogEntry>> events;
    std::optional<bool> more;
    std::optional<bool> reset;
    Ref ref;

    static constexpr std::string_view type = "joined";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &Joined::room, "the room, for ever"),
            field("log", &Joined::log, "which log it is"),
            field("name", &Joined::name, "what the room is called now, in the server's spelling"),
            field("topic", &Joined::topic, "empty if none was set"),
            field("role", &Joined::role, "`owner`: made the room and may rename it; absent for everybody else"),
            field("head", &Joined::head, "`seq` up to which this reply reaches; the next event is head + 1"),
            field("n", &Joined::n, "how many messages there are up to head"),
            field("read", &Joined::read, "how many of them are read"),
            field("users", &Joined::users, "who is present; at most 200"),
            field("userCount", &Joined::userCount, "how many are present"),
            field("history", &Joined::history,
                  "the latest page, oldest first; there is more if it does not begin with n = 1"),
            field("events", &Joined::events,
                  "what came after `since`; texts that were edited or deleted since are `gone`"),
            field("more", &Joined::more, "true: not live yet; join again with since = head"),
            field("reset", &Joined::reset, "true: drop what is cached of this room, history is all there is"),
            refField(&Joined::ref),
        };
    }
};

struct SentBefore {
    RoomId room;
    Nonce nonce;
    std::optional<MessageId> id;
    qint64 seq = 0;

    static constexpr std::string_view type = "sent";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &SentBefore::room, "where"),
            field("nonce", &SentBefore::nonce, "which had been seen before"),
            field("id", &SentBefore::id,
                  "the message that was sent, edited or deleted; absent for a topic or a room's name"),
            field("seq", &SentBefore::seq, "the event of the first time", {1}),
        };
    }
};

struct Ok {
    QString ref;

    static constexpr std::string_view type = "ok";
    static constexpr auto fields()
    {
        return std::tuple{json::field("ref", &Ok::ref, "of the request that was done", {1, limits::ref})};
    }
};

/// The code is text here, because a client must survive codes that are newer than itself.
struct ErrorReply {
    QString code;
    QString message;
    Ref ref;
    std::optional<Nonce> nonce;
    std::optional<qint64> retryAfter;
    std::optional<QString> field;

    static constexpr std::string_view type = "error";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("code", &ErrorReply::code, "one of the table below"),
            field("message", &ErrorReply::message, "for people: what, where, and what to do"),
            refField(&ErrorReply::ref),
            field("nonce", &ErrorReply::nonce, "of the message, edit, deletion, topic or room's name that was refused"),
            field("retryAfter", &ErrorReply::retryAfter, "ms"),
            field("field", &ErrorReply::field,
                  "which part of the request is meant, as a path; absent where it is the whole. Programs tell errors "
                  "apart "
                  "by `code` and `field`, never by `message`"),
        };
    }
};

/// The reply that says so to whoever made the request.
inline ErrorReply errorReply(const Error& error, const Ref& ref, const std::optional<Nonce>& nonce)
{
    const std::string_view code = info(error.code).name;
    return {
        QString::fromLatin1(code.data(), qsizetype(code.size())),         error.message, ref, nonce, error.retryAfter,
        error.field.isEmpty() ? std::nullopt : std::optional(error.field)};
}

} // namespace parlance
