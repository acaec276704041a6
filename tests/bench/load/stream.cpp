#include "bench/load/stream.h"

#include <cerrno>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

namespace parlance::bench {

namespace {

void set(int socket, int level, int option, int value)
{
    setsockopt(socket, level, option, &value, sizeof value);
}

} // namespace

std::unique_ptr<SSL_CTX, TlsEnd> trustingContext()
{
    std::unique_ptr<SSL_CTX, TlsEnd> context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    return context;
}

Stream::~Stream()
{
    close();
}

bool Stream::connect(const sockaddr_in& server, in_addr from, Buffers buffers, SSL_CTX* context)
{
    m_descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (m_descriptor < 0)
        return false;
    set(m_descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    set(m_descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
    if (buffers == Buffers::Narrow) {
        set(m_descriptor, SOL_SOCKET, SO_RCVBUF, 8'192);
        set(m_descriptor, IPPROTO_TCP, TCP_MAXSEG, 1'448);
    }
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr = from;
    if (bind(m_descriptor, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0)
        return false;
    if (::connect(m_descriptor, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0 && errno != EINPROGRESS)
        return false;
    if (context) {
        m_tls.reset(SSL_new(context));
        SSL_set_fd(m_tls.get(), m_descriptor);
    }
    return true;
}

Stream::Step Stream::establish()
{
    if (!m_isConnected) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) {
            errno = error;
            return Step::Failed;
        }
        m_isConnected = true;
    }
    return m_tls ? afterTls(SSL_connect(m_tls.get())) : Step::Done;
}

Stream::Step Stream::read(char* room, size_t size, size_t& got)
{
    got = 0;
    if (m_tls)
        return afterTls(SSL_read_ex(m_tls.get(), room, size, &got));
    const ssize_t result = recv(m_descriptor, room, size, 0);
    if (result > 0) {
        got = size_t(result);
        return Step::Done;
    }
    return result < 0 && (errno == EAGAIN || errno == EINTR) ? Step::Waits : Step::Failed;
}

Stream::Step Stream::write(std::string_view bytes, size_t& written)
{
    written = 0;
    if (m_tls)
        return afterTls(SSL_write_ex(m_tls.get(), bytes.data(), bytes.size(), &written));
    const ssize_t result = send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (result >= 0) {
        written = size_t(result);
        return Step::Done;
    }
    return errno == EAGAIN || errno == EINTR ? Step::Waits : Step::Failed;
}

Stream::Step Stream::afterTls(int result) const
{
    if (result > 0)
        return Step::Done;
    const int error = SSL_get_error(m_tls.get(), result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
        return Step::Waits;
    ERR_clear_error(); // the queue is the thread's: it would look like the next connection's
    return Step::Failed;
}

void Stream::close()
{
    m_tls.reset();
    if (isOpen())
        ::close(m_descriptor);
    m_descriptor = -1;
}

} // namespace parlance::bench
