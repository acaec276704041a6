#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parlance::bench {

/// RFC 6455, section 5.2.
enum class Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

struct Frame {
    Opcode opcode = Opcode::Continuation;
    bool isLast = true; ///< of its message
    std::string_view payload;
};

/// Reads the frame that begins there. Returns how many bytes it takes, 0 while it is not whole.
size_t readFrame(std::string_view bytes, Frame& frame);

/// Appends a whole message as a client sends it, masked.
void appendFrame(std::string& out, Opcode opcode, std::string_view payload);

} // namespace parlance::bench
