#pragma once

#include "base/deadlines.h"
#include "base/ids.h"

#include <functional>
#include <map>

namespace parlance::client {

/// Ends the typing of people of whom nothing more was heard: 8 s after the last word of it. The wheel must outlive it.
class TypingList {
  public:
    using Expired = std::function<void(const RoomId& room, const UserId& user)>;

    TypingList(DeadlineWheel& wheel, Expired expired)
        : m_wheel(wheel)
        , m_expired(std::move(expired))
    {}

    void began(const RoomId& room, const UserId& user);
    void ended(const RoomId& room, const UserId& user) { m_deadlines.erase({room, user}); }

  private:
    DeadlineWheel& m_wheel;
    Expired m_expired;
    std::map<std::pair<RoomId, UserId>, Deadline> m_deadlines;
};

} // namespace parlance::client
