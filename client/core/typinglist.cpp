#include "core/typinglist.h"

#include "protocol/limits.h"

namespace parlance::client {

void TypingList::began(const RoomId& room, const UserId& user)
{
    m_deadlines[{room, user}] = m_wheel.after(limits::typingForgotten, [this, room, user] {
        ended(room, user);
        m_expired(room, user);
    });
}

} // namespace parlance::client
