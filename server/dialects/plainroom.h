#pragma once

#include "base/deadlines.h"
#include "ports/eventsink.h"
#include "session/audiences.h"

#include <optional>

namespace parlance {

/// What passes in one room, to clients of the tutorial's dialect.
///
/// Each join and leave is told at once, with the list of who is present, as long as that amounts to less than
/// limits::plainPresence bytes a second for all of them together. What is beyond waits, for at most
/// limits::plainPresenceWait ms, and of what waits only the last change is told, with a list that is right. New names
/// are in the next list. Typing is told when it begins and ends.
class PlainRoom final : public RoomSink {
  public:
    PlainRoom(const RoomId& room, const Presence& present, Audiences& audiences, DeadlineWheel& wheel)
        : m_room(room)
        , m_present(present)
        , m_audiences(audiences)
        , m_wheel(wheel)
    {}

    void came(const Present& who) override { changed({who, true}); }
    void went(const Present& who) override { changed({who, false}); }
    void renamed(const UserId& user, const UserName& name) override;
    void listGiven(const UserId& reader, const PresentList& list) override;
    void typing(const Present& who, TypingState state) override;

  private:
    struct Change {
        Present who;
        bool came = false;
    };

    void changed(const Change& change);
    QByteArray encoded(const Change& change) const;
    void send(const Change& change);
    void pay();
    void payLater();

    const RoomId& m_room;
    const Presence& m_present;
    Audiences& m_audiences;
    DeadlineWheel& m_wheel;
    qint64 m_debt = 0; // bytes that were sent, less what time has paid back
    std::optional<Change> m_late;
    Deadline m_payment;
};

} // namespace parlance
