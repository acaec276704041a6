// What the kernel takes at least: one loop over epoll, one send() to each member of a room, nothing else. Knows as much
// of HTTP, WebSocket and the tutorial's messages as the load needs; keeps nothing, checks nothing, tells no presence.
// Prints its address; SIGTERM ends it.

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace {

struct Connection {
    int descriptor = -1;
    bool isUpgraded = false;
    std::string username;
    std::string room;   ///< empty: in none
    std::string input;  ///< not read yet
    std::string output; ///< not taken yet
};

using Members = std::vector<Connection*>;

/// The value of a string field as it stands in the JSON, escapes and all.
std::string_view field(std::string_view json, std::string_view name)
{
    const std::string key = '"' + std::string(name) + "\":\"";
    const size_t found = json.find(key);
    if (found == std::string_view::npos)
        return {};
    const size_t begin = found + key.size();
    size_t end = begin;
    while (end < json.size() && json[end] != '"')
        end += json[end] == '\\' ? 2 : 1;
    return json.substr(begin, std::min(end, json.size()) - begin);
}

/// A text frame of a server's (RFC 6455, 5.2).
std::string frameOf(std::string_view text)
{
    std::string frame(1, char(0x81));
    if (text.size() < 126) {
        frame += char(text.size());
    } else if (text.size() < 65'536) {
        frame += char(126);
        frame += char(text.size() >> 8);
        frame += char(text.size());
    } else {
        frame += char(127);
        for (int shift = 56; shift >= 0; shift -= 8)
            frame += char(text.size() >> shift);
    }
    return frame.append(text);
}

std::string upgradeAnswer(std::string_view head)
{
    static constexpr std::string_view name = "Sec-WebSocket-Key: ";
    const size_t begin = head.find(name) + name.size();
    const std::string key =
        std::string(head.substr(begin, head.find('\r', begin) - begin)) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest.data());
    std::array<unsigned char, 32> accept{};
    EVP_EncodeBlock(accept.data(), digest.data(), int(digest.size()));
    return std::string("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Accept: ") +
           reinterpret_cast<const char*>(accept.data()) + "\r\n\r\n";
}

class Loop {
  public:
    explicit Loop(int listener)
        : m_epoll(epoll_create1(EPOLL_CLOEXEC))
        , m_listener(listener)
    {
        watch(listener, EPOLLIN, EPOLL_CTL_ADD);
    }

    [[noreturn]] void run()
    {
        std::array<epoll_event, 256> events{};
        for (;;) {
            const int count = epoll_wait(m_epoll, events.data(), int(events.size()), -1);
            for (int i = 0; i < count; ++i)
                handle(events[size_t(i)]);
        }
    }

  private:
    void watch(int descriptor, unsigned what, int operation)
    {
        epoll_event event{};
        event.events = what;
        event.data.fd = descriptor;
        epoll_ctl(m_epoll, operation, descriptor, &event);
    }

    void handle(const epoll_event& event)
    {
        if (event.data.fd == m_listener)
            return accept();
        const auto found = m_connections.find(event.data.fd);
        if (found == m_connections.end())
            return;
        if (event.events & EPOLLOUT)
            write(*found->second, {});
        if (event.events & (EPOLLIN | EPOLLHUP | EPOLLERR))
            read(*found->second);
    }

    void accept()
    {
        for (int fd = 0; (fd = accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
            const int on = 1;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            m_connections[fd] = std::make_unique<Connection>();
            m_connections[fd]->descriptor = fd;
            watch(fd, EPOLLIN, EPOLL_CTL_ADD);
        }
    }

    void read(Connection& connection)
    {
        std::array<char, 65'536> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
        const ssize_t got = recv(connection.descriptor, buffer.data(), buffer.size(), 0);
        if (got <= 0)
            return got < 0 && errno == EAGAIN ? void() : close(connection);
        connection.input.append(buffer.data(), size_t(got));
        if (!connection.isUpgraded && !upgrade(connection))
            return;
        size_t used = 0;
        while (const size_t length = takeFrame(connection, used))
            used += length;
        connection.input.erase(0, used);
    }

    bool upgrade(Connection& connection)
    {
        const size_t end = connection.input.find("\r\n\r\n");
        if (end == std::string::npos)
            return false;
        write(connection, upgradeAnswer(connection.input));
        connection.input.erase(0, end + 4);
        connection.isUpgraded = true;
        return true;
    }

    /// Handles the frame at `begin`, which is masked and not fragmented. Returns how long it is; 0: not whole yet.
    size_t takeFrame(Connection& connection, size_t begin)
    {
        const std::string_view rest = std::string_view(connection.input).substr(begin);
        if (rest.size() < 2)
            return 0;
        size_t length = size_t(rest[1]) & 0x7f;
        const size_t extra = length == 126 ? 2 : length == 127 ? 8 : 0;
        const size_t head = 2 + extra + 4;
        if (rest.size() < head)
            return 0;
        if (extra > 0)
            length = 0;
        for (size_t i = 0; i < extra; ++i)
            length = length << 8 | size_t(static_cast<unsigned char>(rest[2 + i]));
        if (rest.size() < head + length)
            return 0;
        std::string text(rest.substr(head, length));
        for (size_t i = 0; i < length; ++i)
            text[i] = char(text[i] ^ rest[head - 4 + i % 4]);
        if ((rest[0] & 0x0f) == 1)
            received(connection, text);
        return head + length;
    }

    void received(Connection& connection, std::string_view text)
    {
        const std::string_view type = field(text, "type");
        if (type == "join") {
            connection.username = field(text, "username");
            connection.room = field(text, "room");
            m_rooms[connection.room].push_back(&connection);
            write(connection, frameOf(R"({"type":"joined","clientId":"1","room":")" + connection.room +
                                      R"(","history":[],"users":[]})"));
        } else if (type == "message") {
            const std::string frame =
                frameOf(R"({"type":"message","id":"1","userId":"1","username":")" + connection.username +
                        R"(","text":")" + std::string(field(text, "text")) + R"(","timestamp":1774000000000})");
            for (Connection* member : m_rooms[connection.room])
                write(*member, frame);
        }
    }

    void write(Connection& connection, std::string_view bytes)
    {
        if (!connection.output.empty()) {
            connection.output.append(bytes);
            bytes = connection.output;
        }
        const ssize_t sent = send(connection.descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        const std::string left(bytes.substr(sent < 0 ? 0 : size_t(sent)));
        if (left.empty() != connection.output.empty())
            watch(connection.descriptor, left.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
        connection.output = left;
    }

    void close(Connection& connection)
    {
        std::erase(m_rooms[connection.room], &connection);
        ::close(connection.descriptor);
        m_connections.erase(connection.descriptor);
    }

    const int m_epoll;
    const int m_listener;
    std::unordered_map<int, std::unique_ptr<Connection>> m_connections;
    std::unordered_map<std::string, Members> m_rooms;
};

} // namespace

int main()
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener, generic, size) < 0 || listen(listener, 1'000) < 0 || getsockname(listener, generic, &size) < 0) {
        std::perror("floor");
        return 1;
    }
    std::printf("ws://127.0.0.1:%d/\n", int(ntohs(address.sin_port)));
    std::fflush(stdout);
    Loop(listener).run();
}
