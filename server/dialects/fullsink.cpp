#include "dialects/fullsink.h"

#include "dialects/fullroom.h"

namespace parlance {

void FullSink::logged(const DurableEvent& event)
{
    m_audiences.tell(roomOf(event), Session::Kind::Full, {Batch::Kind::Logged, seqOf(event), {}},
                     [&event] { return encode(event); });
}

std::unique_ptr<RoomSink> FullSink::open(const RoomId& room, const Presence& present)
{
    return std::make_unique<FullRoom>(room, present, m_audiences, m_wheel);
}

} // namespace parlance
