#pragma once

#include "base/deadlines.h"
#include "dialects/presencedifference.h"
#include "ports/eventsink.h"
#include "session/audiences.h"

#include <map>

namespace parlance {

/// What passes in one room, to full clients.
///
/// Who comes and goes is gathered for limits::presenceWindow and told as one difference; above limits::crowd present
/// only their number, once in limits::crowdWindow. Back at the limit, the difference from what was known before is
/// told, or the whole list if that is shorter: `joined` then has `userCount` entries. So somebody who crosses the limit
/// again and again costs the others no list. New names are gathered, too, and told before the difference.
class FullRoom final : public RoomSink {
  public:
    FullRoom(const RoomId& room, const Presence& present, Audiences& audiences, DeadlineWheel& wheel)
        : m_room(room)
        , m_present(present)
        , m_audiences(audiences)
        , m_wheel(wheel)
    {}

    void came(const Present& who) override;
    void went(const Present& who) override;
    void renamed(const UserId& user, const UserName& name) override;
    void listGiven(const UserId& reader, const PresentList& list) override;
    void typing(const Present& who, TypingState state) override;

  private:
    void openWindow();
    void tellPresence();

    template <class Event>
    void tell(Batch::Kind kind, const Event& event, const UserId& except);

    const RoomId& m_room;
    const Presence& m_present;
    Audiences& m_audiences;
    DeadlineWheel& m_wheel;

    PresenceDifference m_untold{m_present};
    std::map<UserId, UserName> m_renamed;
    bool m_crowded = false; // clients were last told a mere number
    Deadline m_window;
};

} // namespace parlance
