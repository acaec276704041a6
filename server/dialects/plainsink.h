#pragma once

#include "base/deadlines.h"
#include "ports/eventsink.h"
#include "session/audiences.h"

namespace parlance {

/// What happens in rooms, to clients of the tutorial's dialect. Of a room's log they know messages only.
class PlainSink final : public EventSink {
  public:
    PlainSink(Audiences& audiences, DeadlineWheel& wheel)
        : m_audiences(audiences)
        , m_wheel(wheel)
    {}

    void logged(const DurableEvent& event) override;

    /// A PlainRoom.
    std::unique_ptr<RoomSink> open(const RoomId& room, const Presence& present) override;

  private:
    Audiences& m_audiences;
    DeadlineWheel& m_wheel;
};

} // namespace parlance
