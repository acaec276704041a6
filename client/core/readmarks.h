#pragma once

#include "base/deadlines.h"
#include "base/ids.h"

#include <functional>
#include <map>

namespace parlance::client {

/// Paces what the server is told of read marks: scrolling moves one with every row that comes into view, and the server
/// takes 200 in ten seconds. The first is sent at once, then the latest four times a second. The wheel must outlive it.
class ReadMarks {
  public:
    static constexpr qint64 pause = 250; ///< milliseconds between two marks of one room

    using Send = std::function<void(const RoomId& room, qint64 n)>;

    ReadMarks(DeadlineWheel& wheel, Send send)
        : m_wheel(wheel)
        , m_send(std::move(send))
    {}

    void moved(const RoomId& room, qint64 n);

    /// The connection was lost. What was not told yet is told when the room is joined again.
    void stop() { m_rooms.clear(); }

  private:
    struct Pace {
        qint64 waiting = 0; // to be sent when the pause ends; 0: nothing
        Deadline pause;
    };

    void send(const RoomId& room, qint64 n);

    DeadlineWheel& m_wheel;
    Send m_send;
    std::map<RoomId, Pace> m_rooms; // of those that were told of less than a pause ago
};

} // namespace parlance::client
