#include "bench/load/client.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/epoll.h>

namespace parlance::bench {

namespace {

constexpr std::uint32_t portsOfAnAddress = 25'000; // of the 28,232 that Linux gives out

std::string numbered(const char* form, std::uint32_t number)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), form, number);
    return text.data();
}

/// As if each came through a proxy from an address of its own, for the limits of a server that counts by address.
std::string forwardedFor(std::uint32_t number)
{
    return "10." + std::to_string(number >> 16) + '.' + std::to_string(number >> 8 & 255) + '.' +
           std::to_string(number & 255);
}

} // namespace

std::uint64_t spread(std::uint32_t number)
{
    std::uint64_t z = number + 0x9e3779b97f4a7c15; // splitmix64
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

Client::Client(Identity identity, Room& room, Surroundings& surroundings, Audience& audience)
    : m_identity(identity)
    , m_room(room)
    , m_surroundings(surroundings)
    , m_audience(audience)
{}

Visit Client::visit() const
{
    return {numbered("u%05u", number()), m_room.name};
}

void Client::connect()
{
    m_stage = Stage::Establishing;
    const in_addr from{htonl(INADDR_LOOPBACK + number() / portsOfAnAddress)};
    const auto buffers = willStop() ? Stream::Buffers::Narrow : Stream::Buffers::Usual;
    if (!m_stream.connect(server().address, from, buffers, m_surroundings.tls.get()))
        return end(std::string("no connection: ") + std::strerror(errno));
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT;
    event.data.ptr = this;
    m_isWatchedForWriting = true;
    epoll_ctl(m_surroundings.epoll, EPOLL_CTL_ADD, m_stream.descriptor(), &event);
}

void Client::ready(std::uint32_t events)
{
    if (m_stage == Stage::Establishing)
        return establish();
    if (events & EPOLLOUT)
        flush();
    if (m_stage != Stage::Gone && (events & ~EPOLLOUT))
        receive();
}

void Client::establish()
{
    switch (m_stream.establish()) {
    case Stream::Step::Done:
        return upgrade();
    case Stream::Step::Waits:
        return watch(false);
    case Stream::Step::Failed:
        return end(std::string("no connection: ") + std::strerror(errno));
    }
}

void Client::upgrade()
{
    m_stage = Stage::Upgrading;
    m_out = "GET " + upgradePath(m_surroundings.dialect, server().path) + " HTTP/1.1\r\nHost: " + server().host +
            "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Forwarded-For: " + forwardedFor(number()) + "\r\n\r\n";
    flush();
}

void Client::say(std::string_view text)
{
    if (m_stage == Stage::Gone)
        return;
    appendFrame(m_out, Opcode::Text, text);
    flush();
}

void Client::stop()
{
    epoll_ctl(m_surroundings.epoll, EPOLL_CTL_DEL, m_stream.descriptor(), nullptr);
}

void Client::receive()
{
    auto& buffer = m_surroundings.buffer;
    bool isMore = true;
    while (isMore && m_stage != Stage::Gone) {
        const size_t kept = m_rest.size();
        size_t got = 0;
        const auto step = m_stream.read(buffer.data() + kept, buffer.size() - kept, got);
        if (step == Stream::Step::Waits)
            break;
        if (step == Stream::Step::Failed)
            return end("the server ended the connection");
        const Nanos at = clockNow();
        m_surroundings.bytes += got;
        isMore = m_stream.isEncrypted(); // epoll does not know what OpenSSL holds already
        std::memcpy(buffer.data(), m_rest.data(), kept);
        const std::string_view bytes(buffer.data(), kept + got);
        const size_t taken = take(bytes, at);
        if (taken == 0 && bytes.size() == buffer.size())
            return end("a frame larger than anything expected");
        m_rest.assign(bytes.substr(taken));
    }
}

size_t Client::take(std::string_view bytes, Nanos at)
{
    size_t taken = 0;
    if (m_stage == Stage::Upgrading) {
        taken = takeHead(bytes);
        if (taken == 0)
            return 0;
    }
    Frame frame;
    while (m_stage != Stage::Gone) {
        const size_t size = readFrame(bytes.substr(taken), frame);
        if (size == 0)
            break;
        taken += size;
        takeFrame(frame, at);
    }
    return taken;
}

size_t Client::takeHead(std::string_view bytes)
{
    const size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return 0;
    if (!bytes.starts_with("HTTP/1.1 101")) {
        this->end("refused: " + std::string(bytes.substr(0, bytes.find('\r'))));
        return 0;
    }
    m_stage = Stage::Entering;
    const std::string first = opening(m_surroundings.dialect, visit());
    if (!first.empty())
        say(first);
    return end + 4;
}

void Client::takeFrame(const Frame& frame, Nanos at)
{
    if (frame.opcode == Opcode::Text && frame.isLast)
        return takeText(frame.payload, at);
    if (frame.opcode == Opcode::Ping) {
        ++m_surroundings.pings;
        appendFrame(m_out, Opcode::Pong, frame.payload);
        flush();
    } else if (frame.opcode == Opcode::Close) {
        const bool hasCode = frame.payload.size() >= 2;
        const int code = hasCode ? std::uint8_t(frame.payload[0]) << 8 | std::uint8_t(frame.payload[1]) : 1005;
        end("the server closed with " + std::to_string(code));
    } else if (frame.opcode != Opcode::Pong) {
        end("a frame of a kind that no server here sends");
    }
}

void Client::takeText(std::string_view text, Nanos at)
{
    switch (hear(m_surroundings.dialect, text)) {
    case Heard::Message:
        return m_audience.heard(*this, text, at);
    case Heard::Joined:
        if (m_stage == Stage::Entering) {
            m_stage = Stage::In;
            m_audience.entered(*this);
        }
        return;
    case Heard::Question:
        return say(replyTo(m_surroundings.dialect, text, visit()));
    case Heard::Heartbeat:
        ++m_surroundings.heartbeats;
        return;
    case Heard::Refusal:
        return end("refused: " + std::string(text.substr(0, 200)));
    case Heard::Nonsense:
        return end("not understood: " + std::string(text.substr(0, 200)));
    case Heard::Other:
        return;
    }
}

void Client::flush()
{
    while (!m_out.empty()) {
        size_t written = 0;
        const auto step = m_stream.write(m_out, written);
        if (step == Stream::Step::Failed)
            return end("the server ended the connection");
        if (step == Stream::Step::Waits)
            break;
        m_out.erase(0, written);
    }
    watch(!m_out.empty());
}

void Client::watch(bool forWriting)
{
    if (m_isWatchedForWriting == forWriting)
        return;
    m_isWatchedForWriting = forWriting;
    epoll_event event{};
    event.events = forWriting ? EPOLLIN | EPOLLOUT : EPOLLIN;
    event.data.ptr = this;
    epoll_ctl(m_surroundings.epoll, EPOLL_CTL_MOD, m_stream.descriptor(), &event);
}

void Client::end(const std::string& why)
{
    if (m_stage == Stage::Gone)
        return;
    m_stage = Stage::Gone;
    m_stream.close();
    m_audience.ended(*this, why);
}

} // namespace parlance::bench
