#pragma once

#include "dialects/dialects.h"
#include "domain/room.h"

namespace parlance::test {

/// Keeps what passes in the rooms of a test, as the clients of both dialects are told of it.
class ToldRooms final : public Audiences {
  public:
    explicit ToldRooms(DeadlineWheel& wheel)
        : sink(*this, wheel)
    {}

    qint64 tell(const RoomId&, Session::Kind dialect, const Announcement& what,
                const std::function<QByteArray()>& encode) override
    {
        if (what.kind == Batch::Kind::Logged)
            return 0;
        const QByteArray text = encode();
        if (dialect == Session::Kind::Full) {
            full.push_back(*decodeFullEvent(text));
            return 0;
        }
        plain.push_back(*decodePlainEvent(text));
        return plainCost;
    }

    const PresenceChanged& lastPresence() const { return std::get<PresenceChanged>(full.back()); }

    Dialects sink; ///< for the rooms
    std::vector<FullEvent> full;
    std::vector<PlainEvent> plain;
    qint64 plainCost = 0; ///< bytes that telling plain clients something is said to take
};

/// A room in memory in which nobody is and nothing has happened.
inline RoomRecord emptyRoom(const RoomId& room)
{
    RoomRecord record;
    record.room = room;
    return record;
}

} // namespace parlance::test
