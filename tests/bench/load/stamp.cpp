#include "bench/load/stamp.h"

namespace parlance::bench {

namespace {

constexpr std::string_view before = R"("text":"t=)";
constexpr int intendedDigits = 16;
constexpr int numberDigits = 8;
constexpr int senderDigits = 5;
constexpr size_t stampDigits = intendedDigits + numberDigits + senderDigits;
constexpr std::string_view filler = " somebody will come later today, and says so";

void appendHex(std::string& text, std::uint64_t value, int digits)
{
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        text += "0123456789abcdef"[(value >> shift) & 15];
}

std::uint64_t readHex(std::string_view digits)
{
    std::uint64_t value = 0;
    for (const char digit : digits)
        value = value << 4 | std::uint64_t(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    return value;
}

} // namespace

std::string stampedText(const Stamp& stamp, size_t length)
{
    std::string text = "t=";
    appendHex(text, std::uint64_t(stamp.intended), intendedDigits);
    appendHex(text, stamp.number, numberDigits);
    appendHex(text, stamp.sender, senderDigits);
    while (text.size() < length)
        text += filler.substr(0, length - text.size());
    return text;
}

std::optional<Stamp> StampFinder::find(std::string_view frame)
{
    if (m_last >= frame.size() || !frame.substr(m_last).starts_with(before)) {
        m_last = frame.find(before);
        if (m_last == std::string_view::npos)
            return std::nullopt;
    }
    const std::string_view digits = frame.substr(m_last + before.size());
    if (digits.size() < stampDigits)
        return std::nullopt;
    Stamp stamp;
    stamp.intended = Nanos(readHex(digits.substr(0, intendedDigits)));
    stamp.number = std::uint32_t(readHex(digits.substr(intendedDigits, numberDigits)));
    stamp.sender = std::uint32_t(readHex(digits.substr(intendedDigits + numberDigits, senderDigits)));
    return stamp;
}

} // namespace parlance::bench
