#pragma once

#include "base/callback.h"
#include "base/result.h"
#include "protocol/registry.h"

#include <map>
#include <variant>

namespace parlance::client {

/// What somebody has asked to be changed about a room, such as its topic or its name, and was not answered yet. It is
/// asked for once: when the connection is lost, it has failed.
class RoomChanges {
  public:
    using Done = Callback<void(Result<Ok>)>;

    /// The nonce to send with the request.
    Nonce add(Done done);

    /// Looks for answers in whatever the server says.
    void hear(const FullEvent& event);

    void failAll(const Error& error);

  private:
    void answer(const Nonce& nonce, Result<Ok> result);

    std::map<Nonce, Done> m_asked;
};

} // namespace parlance::client
