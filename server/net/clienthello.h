#pragma once

#include <QtGlobal>

namespace parlance {

/// Watches a connected socket for a client's first record of TLS, without taking anything from it, so that a peer that
/// says nothing, or half a ClientHello, costs a descriptor and none of OpenSSL's memory.
class ClientHello final {
  public:
    enum class State {
        Incomplete, ///< more has to come; the socket becomes readable when all of it is there, or when the peer ends
        Complete,
        None, ///< the peer has ended, or speaks something else
    };

    /// The descriptor stays the caller's.
    explicit ClientHello(int descriptor)
        : m_descriptor(descriptor)
    {}

    /// To be called when the socket is readable.
    State look();

  private:
    State await(int bytes, int available);

    const int m_descriptor;
    int m_available = -1; // when it was looked at last
};

} // namespace parlance
