#pragma once

#include "base/deadlines.h"
#include "domain/rooms.h"
#include "ports/eventlog.h"

namespace parlance {

/// Reads from the store what rooms have not been told of. One read at a time for each room. Single-threaded.
class GapReader {
  public:
    /// Milliseconds for which a missing event may still be on its way.
    static constexpr qint64 grace = 20;
    /// Milliseconds until a read that was refused is tried again.
    static constexpr qint64 retryAfter = 1'000;
    /// Events at a time.
    static constexpr qint64 page = 200;

    GapReader(EventLog& log, Rooms& rooms, DeadlineWheel& wheel)
        : m_log(log)
        , m_rooms(rooms)
        , m_wheel(wheel)
    {}

    /// See LogFollower.
    void missing(const RoomId& room, LogFollower::Haste haste);

    quint64 reads() const { return m_reads; }

  private:
    struct Gap {
        Deadline due;
        bool isReading = false;
        bool isWider = false; ///< something else was missed while it was read
    };

    void read(const RoomId& room);
    void answered(const RoomId& room, const LogId& log, const Result<EventSlice>& slice);

    EventLog& m_log;
    Rooms& m_rooms;
    DeadlineWheel& m_wheel;
    std::map<RoomId, Gap> m_gaps;
    quint64 m_reads = 0;
};

} // namespace parlance
