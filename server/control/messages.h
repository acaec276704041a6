#pragma once

#include "control/accountmessages.h"
#include "control/nodes.h"
#include "ports/records.h"
#include "protocol/replies.h"
#include "protocol/tagged.h"

#include <variant>

/// What is said on the control socket: one JSON object a line, a request and its answer by turns. It is for programs of
/// the same version on the same machine, so it has no version of its own. A refusal is an `error` like the protocol's.
namespace parlance::control {

/// Who is connected, by number, a page at a time.
struct Who {
    std::optional<qint64> after; ///< the last one of the page before

    static constexpr std::string_view type = "who";
    static constexpr auto fields() { return std::tuple{json::field("after", &Who::after, "number of a connection")}; }
};

struct ListRooms {
    std::optional<RoomName> after;
    static constexpr std::string_view type = "rooms";
    static constexpr auto fields() { return std::tuple{json::field("after", &ListRooms::after, "name of a room")}; }
};

struct DeleteRoom {
    RoomName name;

    static constexpr std::string_view type = "delete_room";
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &DeleteRoom::name, "what it is called, or its id")};
    }
};

struct RenameRoom {
    RoomName name;
    RoomName to;

    static constexpr std::string_view type = "rename_room";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{field("name", &RenameRoom::name, "what it is called, or its id"),
                          field("to", &RenameRoom::to, "what it is to be called")};
    }
};

/// How the server was started.
struct Describe {
    static constexpr std::string_view type = "describe";
    static constexpr auto fields() { return std::tuple{}; }
};

/// Whether there is such a room.
struct FindRoom {
    RoomName name;

    static constexpr std::string_view type = "find_room";
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &FindRoom::name, "what it is called, or its id")};
    }
};

using Request = std::variant<Who, Describe, ListRooms, FindRoom, DeleteRoom, RenameRoom, ListNodes, MakeLink,
                             ListInvites, RevokeInvite, AddAccount, ListAccounts, ChangeAccount>;

/// One connection.
struct OpenConnection {
    qint64 number = 0;
    QString kind;
    std::optional<QString> name;
    std::optional<UserId> userId;
    QString address;
    qint64 since = 0;
    std::vector<RoomName> rooms;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("number", &OpenConnection::number, "of the connection since the server's start"),
            field("kind", &OpenConnection::kind, "full, plain, or open: has not said who it is"),
            field("name", &OpenConnection::name, "its identity's"),
            field("userId", &OpenConnection::userId, "its identity"),
            field("address", &OpenConnection::address, "where from, as far as the proxy is trusted"),
            field("since", &OpenConnection::since, "ms since 1970"),
            field("rooms", &OpenConnection::rooms, "in which it is present"),
        };
    }
};

struct OpenConnections {
    std::vector<OpenConnection> connections;
    bool more = false;

    static constexpr std::string_view type = "connections";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{field("connections", &OpenConnections::connections, "oldest first"),
                          field("more", &OpenConnections::more, "ask again, after the last one")};
    }
};

struct Description {
    QString listens;
    bool isEncrypted = false;

    static constexpr std::string_view type = "description";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{field("listens", &Description::listens, "address and port"),
                          field("isEncrypted", &Description::isEncrypted, "it speaks TLS itself")};
    }
};

struct RoomList {
    std::vector<RoomSize> rooms;
    bool more = false;

    static constexpr std::string_view type = "room_list";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{field("rooms", &RoomList::rooms, "by name"),
                          field("more", &RoomList::more, "ask again, after the last one")};
    }
};

struct RoomFound {
    RoomId room;
    RoomName name;

    static constexpr std::string_view type = "room_found";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{field("room", &RoomFound::room, "which room"),
                          field("name", &RoomFound::name, "what it is called")};
    }
};

/// A room that was deleted.
struct RoomDeleted {
    RoomSize was;
    static constexpr std::string_view type = "room_deleted";
    static constexpr auto fields() { return std::tuple{json::field("was", &RoomDeleted::was, "as it was")}; }
};

struct RoomRenamed {
    RoomId room;
    RoomName name;

    static constexpr std::string_view type = "room_renamed";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{field("room", &RoomRenamed::room, "which room"),
                          field("name", &RoomRenamed::name, "what it is called now")};
    }
};

constexpr qint64 page = 100; ///< entries in one answer

/// One line, without its end.
template <class Message>
QByteArray encodeLine(const Message& message)
{
    json::Writer writer;
    json::writeTyped(writer, message);
    return writer.take();
}

Result<Request> decodeRequest(const QByteArray& line);

/// The answer if it is one of this kind; else the error that it is, or that it makes no sense.
template <class Reply>
Result<Reply> decodeReply(const QByteArray& line)
{
    std::variant<Reply, ErrorReply> reply;
    const auto object = json::parseObject(line);
    if (!object)
        return object.error();
    const json::Value* type = object->find("type");
    const auto* name = type ? type->as<QString>() : nullptr;
    json::Reader reader;
    if (!name || !json::readTyped(*name, *object, reply, reader))
        return Error{ErrorCode::Internal, QStringLiteral("The server's answer makes no sense"), {}};
    if (const auto* refused = std::get_if<ErrorReply>(&reply))
        return Error{errorCode(refused->code.toStdString()).value_or(ErrorCode::Internal), refused->message, {}};
    return std::get<Reply>(std::move(reply));
}

} // namespace parlance::control
