#include "core/readmarks.h"

namespace parlance::client {

void ReadMarks::moved(const RoomId& room, qint64 n)
{
    if (const auto paced = m_rooms.find(room); paced != m_rooms.end())
        paced->second.waiting = n;
    else
        send(room, n);
}

void ReadMarks::send(const RoomId& room, qint64 n)
{
    m_send(room, n);
    m_rooms[room].pause = m_wheel.after(pause, [this, room] {
        const qint64 waiting = m_rooms.extract(room).mapped().waiting;
        if (waiting > 0)
            send(room, waiting);
    });
}

} // namespace parlance::client
