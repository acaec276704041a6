#include "models/typingreporter.h"

#include "protocol/limits.h"

#include <utility>

namespace parlance::client {

void TypingReporter::typed(const RoomId& room)
{
    if (room != m_room)
        stop();
    const qint64 now = m_wheel.clock().steady();
    if (m_room.isEmpty() || now - m_toldAt >= limits::typingRepeat) {
        m_client.setTyping(room, true);
        m_room = room;
        m_toldAt = now;
    }
    m_pause = m_wheel.after(pause, [this] { stop(); });
}

void TypingReporter::stop()
{
    if (!m_room.isEmpty())
        m_client.setTyping(std::exchange(m_room, {}), false);
    m_pause.cancel();
}

void TypingReporter::sent()
{
    m_room = {};
    m_pause.cancel();
}

} // namespace parlance::client
