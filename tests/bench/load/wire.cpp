#include "bench/load/wire.h"

namespace parlance::bench {

namespace {

size_t endOfString(std::string_view json, size_t begin)
{
    for (size_t i = begin; i < json.size(); ++i) {
        if (json[i] == '\\')
            ++i;
        else if (json[i] == '"')
            return i;
    }
    return json.size();
}

/// The value of the outermost object's "type", wherever it stands; empty if there is none.
std::string_view typeOf(std::string_view json)
{
    static constexpr std::string_view usual = R"({"type":")";
    if (json.starts_with(usual))
        return json.substr(usual.size(), endOfString(json, usual.size()) - usual.size());
    int depth = 0;
    for (size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
        } else if (c == '"') {
            static constexpr std::string_view key = R"("type":")";
            const size_t end = endOfString(json, i + 1);
            if (depth == 1 && json.substr(i).starts_with(key))
                return json.substr(i + key.size(), endOfString(json, i + key.size()) - i - key.size());
            i = end;
        }
    }
    return {};
}

Heard byType(std::string_view type)
{
    if (type == "message")
        return Heard::Message;
    if (type == "joined")
        return Heard::Joined;
    if (type == "heartbeat")
        return Heard::Heartbeat;
    if (type == "welcome")
        return Heard::Question;
    if (type == "error")
        return Heard::Refusal;
    return type.empty() ? Heard::Nonsense : Heard::Other;
}

/// Engine.IO's packets 0 (open) and 2 (ping) want an answer, and so does Socket.IO's 0 (connected), which comes in
/// Engine.IO's 4 (message); 42 is an event.
Heard bySocketIoPacket(std::string_view packet)
{
    static constexpr std::string_view event = R"(42[")";
    if (packet.starts_with(event))
        return byType(packet.substr(event.size(), endOfString(packet, event.size()) - event.size()));
    if (packet.starts_with('0') || packet == "2" || packet.starts_with("40"))
        return Heard::Question;
    return packet.starts_with("44") ? Heard::Refusal : Heard::Nonsense;
}

std::string quoted(const std::string& key, const std::string& value)
{
    return '"' + key + "\":\"" + value + '"';
}

} // namespace

std::string upgradePath(Dialect dialect, const std::string& path)
{
    return dialect == Dialect::SocketIo ? "/socket.io/?EIO=4&transport=websocket" : path;
}

Heard hear(Dialect dialect, std::string_view frame)
{
    return dialect == Dialect::SocketIo ? bySocketIoPacket(frame) : byType(typeOf(frame));
}

std::string opening(Dialect dialect, const Visit& visit)
{
    switch (dialect) {
    case Dialect::Plain:
        return R"({"type":"join",)" + quoted("username", visit.name) + ',' + quoted("room", visit.room) + '}';
    case Dialect::Full:
        return R"({"type":"hello","protocol":2,"client":"bench",)" + quoted("name", visit.name) + '}';
    case Dialect::SocketIo:
        break;
    }
    return {};
}

std::string replyTo(Dialect dialect, std::string_view question, const Visit& visit)
{
    if (dialect == Dialect::Full)
        return R"({"type":"join",)" + quoted("name", visit.room) + '}';
    if (question == "2")
        return "3";
    if (question.starts_with('0'))
        return "40";
    return R"(42["join",{)" + quoted("username", visit.name) + ',' + quoted("room", visit.room) + "}]";
}

std::string message(Dialect dialect, std::string_view text)
{
    std::string frame = dialect == Dialect::SocketIo ? R"(42["message",{"text":")" : R"({"type":"message","text":")";
    frame += text;
    frame += dialect == Dialect::SocketIo ? "\"}]" : "\"}";
    return frame;
}

} // namespace parlance::bench
