#pragma once

#include "core/client.h"

namespace parlance::client {

/// Tells the others that one is writing: repeated while that goes on, ended after a pause. Client and wheel must
/// outlive it.
class TypingReporter {
  public:
    static constexpr qint64 pause = 4'000; ///< milliseconds without a key, after which one is not writing any more

    TypingReporter(Client& client, DeadlineWheel& wheel)
        : m_client(client)
        , m_wheel(wheel)
    {}

    void typed(const RoomId& room);
    void stop(); ///< emptied, or another room
    void sent(); ///< the message says it: nothing more need be told

  private:
    Client& m_client;
    DeadlineWheel& m_wheel;
    RoomId m_room; // empty: nothing was told
    qint64 m_toldAt = 0;
    Deadline m_pause;
};

} // namespace parlance::client
