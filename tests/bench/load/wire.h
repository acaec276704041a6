#pragma once

#include <string>
#include <string_view>

namespace parlance::bench {

/// What is spoken: the tutorial's messages, the same as socket.io's events (Engine.IO 4, WebSocket only), or what a
/// full client of ours says.
enum class Dialect { Plain, SocketIo, Full };

/// What a frame from the server is, as far as it matters here.
enum class Heard {
    Message,
    Joined,
    Question, ///< it wants an answer: replyTo()
    Heartbeat,
    Refusal,
    Other,
    Nonsense,
};

/// Who comes in, and where.
struct Visit {
    std::string name;
    std::string room;
};

/// The path of the upgrade request, of a server at that path.
std::string upgradePath(Dialect dialect, const std::string& path);

Heard hear(Dialect dialect, std::string_view frame);

/// What a client says first; empty where the server begins.
std::string opening(Dialect dialect, const Visit& visit);

std::string replyTo(Dialect dialect, std::string_view question, const Visit& visit);

/// A chat message. The text needs no escaping. Full clients send none here.
std::string message(Dialect dialect, std::string_view text);

} // namespace parlance::bench
