#include "bench/load/frames.h"

#include <array>

namespace parlance::bench {

namespace {

std::uint64_t bigEndian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (const char byte : bytes)
        value = value << 8 | std::uint8_t(byte);
    return value;
}

void appendBigEndian(std::string& out, std::uint64_t value, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out += char(value >> shift);
}

} // namespace

size_t readFrame(std::string_view bytes, Frame& frame)
{
    if (bytes.size() < 2)
        return 0;
    size_t head = 2;
    std::uint64_t length = std::uint8_t(bytes[1]) & 127;
    if (length >= 126) {
        const size_t extra = length == 126 ? 2 : 8;
        if (bytes.size() < head + extra)
            return 0;
        length = bigEndian(bytes.substr(head, extra));
        head += extra;
    }
    if (bytes.size() - head < length)
        return 0;
    frame.opcode = Opcode(bytes[0] & 15);
    frame.isLast = (bytes[0] & 0x80) != 0;
    frame.payload = bytes.substr(head, length);
    return head + length;
}

void appendFrame(std::string& out, Opcode opcode, std::string_view payload)
{
    // Not zero: some servers save themselves the unmasking then.
    static constexpr std::array<char, 4> mask{0x37, 0x5c, 0x1a, 0x6e};
    out += char(0x80 | int(opcode));
    if (payload.size() < 126) {
        out += char(0x80 | payload.size());
    } else if (payload.size() < 65'536) {
        out += char(0x80 | 126);
        appendBigEndian(out, payload.size(), 2);
    } else {
        out += char(0x80 | 127);
        appendBigEndian(out, payload.size(), 8);
    }
    out.append(mask.data(), mask.size());
    for (size_t i = 0; i < payload.size(); ++i)
        out += char(payload[i] ^ mask[i % 4]);
}

} // namespace parlance::bench
