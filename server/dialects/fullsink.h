#pragma once

#include "base/deadlines.h"
#include "ports/eventsink.h"
#include "session/audiences.h"

namespace parlance {

/// What happens in rooms, to full clients.
class FullSink final : public EventSink {
  public:
    FullSink(Audiences& audiences, DeadlineWheel& wheel)
        : m_audiences(audiences)
        , m_wheel(wheel)
    {}

    void logged(const DurableEvent& event) override;

    /// A FullRoom.
    std::unique_ptr<RoomSink> open(const RoomId& room, const Presence& present) override;

  private:
    Audiences& m_audiences;
    DeadlineWheel& m_wheel;
};

} // namespace parlance
