#pragma once

#include "json/schema.h"
#include "protocol/registry.h"
#include "protocol/wiretypes.h"

#include <map>

/// What the protocol's own types are called in PROTOCOL.md and what the schema says of them. A type without a line here
/// is described where it is used, as an object.
namespace parlance::json {

template <>
inline constexpr std::string_view recordName<Present> = "Present";
template <>
inline constexpr std::string_view recordName<Membership> = "Membership";
template <>
inline constexpr std::string_view recordName<MessageState> = "MessageState";
template <>
inline constexpr std::string_view recordName<Actor> = "Actor";
template <>
inline constexpr std::string_view recordName<RoomSummary> = "RoomSummary";
template <>
inline constexpr std::string_view recordName<Member> = "Member";
template <>
inline constexpr std::string_view recordName<Limits> = "Limits";
template <>
inline constexpr std::string_view recordName<OwnAccount> = "OwnAccount";
template <>
inline constexpr std::string_view recordName<OwnDevice> = "OwnDevice";
template <>
inline constexpr std::string_view recordName<DeviceEntry> = "Device";
template <>
inline constexpr std::string_view recordName<Invite> = "Invite";
template <>
inline constexpr std::string_view recordName<plain::Message> = "PlainMessage";
template <>
inline constexpr std::string_view recordName<LogEntry> = "Event";

template <>
struct Naming<LogEntry> {
    static QString text() { return toQString(recordName<LogEntry>); }
    static QJsonObject schema(const Rule&) { return referToRecord<LogEntry>(); }
};

struct IdNaming {
    static QJsonObject schema(const Rule&)
    {
        return {{QStringLiteral("type"), QStringLiteral("string")},
                {QStringLiteral("pattern"), QStringLiteral("^[ -~]{1,%1}$").arg(maxIdLength)}};
    }
};

template <>
struct Naming<UserId> : IdNaming {
    static QString text() { return QStringLiteral("user id"); }
};

template <>
struct Naming<MessageId> : IdNaming {
    static QString text() { return QStringLiteral("message id"); }
};

template <>
struct Naming<RoomId> : IdNaming {
    static QString text() { return QStringLiteral("room id"); }
};

template <>
struct Naming<LogId> : IdNaming {
    static QString text() { return QStringLiteral("log id"); }
};

template <>
struct Naming<Nonce> : IdNaming {
    static QString text() { return QStringLiteral("nonce"); }
};

template <>
struct Naming<DeviceId> : IdNaming {
    static QString text() { return QStringLiteral("device id"); }
};

template <>
struct Naming<LinkId> : IdNaming {
    static QString text() { return QStringLiteral("link id"); }
};

template <>
struct Naming<Handle> {
    static QString text() { return QStringLiteral("handle"); }
    static QJsonObject schema(const Rule&) { return Naming<QString>::schema({minHandle, maxHandle}); }
};

/// JSON Schema counts code points, as the rule for names does.
template <class Tag, int Max>
struct Naming<Name<Tag, Max>> {
    static QString text()
    {
        return std::is_same_v<Name<Tag, Max>, RoomName> ? QStringLiteral("room name") : QStringLiteral("name");
    }
    static QJsonObject schema(const Rule&) { return Naming<QString>::schema({1, Max}); }
};

template <>
struct Naming<std::map<RoomId, qint64>> {
    static QString text() { return QStringLiteral("object of numbers"); }
    static QJsonObject schema(const Rule&)
    {
        return {{QStringLiteral("type"), QStringLiteral("object")},
                {QStringLiteral("propertyNames"), Naming<RoomId>::schema({})},
                {QStringLiteral("additionalProperties"), Naming<qint64>::schema({})}};
    }
};

} // namespace parlance::json
