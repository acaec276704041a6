#pragma once

#include "dialects/fullsink.h"
#include "dialects/plainsink.h"

namespace parlance {

/// What happens in rooms, to the clients of both dialects, the full one first. Each puts it into its own words and
/// decides how often it does.
class Dialects final : public EventSink {
  public:
    Dialects(Audiences& audiences, DeadlineWheel& wheel)
        : m_full(audiences, wheel)
        , m_plain(audiences, wheel)
    {}

    void logged(const DurableEvent& event) override;
    std::unique_ptr<RoomSink> open(const RoomId& room, const Presence& present) override;

  private:
    FullSink m_full;
    PlainSink m_plain;
};

} // namespace parlance
