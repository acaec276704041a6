#pragma once

#include <memory>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <string>
#include <string_view>

namespace parlance::bench {

struct TlsEnd {
    void operator()(SSL* tls) const { SSL_free(tls); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

/// For connections that believe any certificate.
std::unique_ptr<SSL_CTX, TlsEnd> trustingContext();

/// A connection to the server that never blocks, with TLS if there is a context.
class Stream {
  public:
    enum class Step { Done, Waits, Failed };

    /// As over a network instead of through loopback: segments of an Ethernet and a receive buffer of a few KB. Else
    /// the kernel takes megabytes for somebody who does not read.
    enum class Buffers { Usual, Narrow };

    Stream() = default;
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    /// From that address of ours. False if there is no descriptor or no port left.
    bool connect(const sockaddr_in& server, in_addr from, Buffers buffers, SSL_CTX* context);

    /// To be repeated when the socket is ready, until it is done.
    Step establish();

    /// Waits: nothing came, or nothing more can be sent for now. Failed: the connection is over.
    Step read(char* room, size_t size, size_t& got);
    Step write(std::string_view bytes, size_t& written);

    int descriptor() const { return m_descriptor; }
    bool isEncrypted() const { return m_tls != nullptr; }
    bool isOpen() const { return m_descriptor >= 0; }
    void close();

  private:
    Step afterTls(int result) const;

    int m_descriptor = -1;
    bool m_isConnected = false;
    std::unique_ptr<SSL, TlsEnd> m_tls;
};

} // namespace parlance::bench
