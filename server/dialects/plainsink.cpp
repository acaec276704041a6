#include "dialects/plainsink.h"

#include "dialects/plainroom.h"

namespace parlance {

void PlainSink::logged(const DurableEvent& event)
{
    const auto* message = std::get_if<MessagePosted>(&event);
    if (!message)
        return;
    m_audiences.tell(message->room, Session::Kind::Plain, {Batch::Kind::Logged, message->seq, {}}, [message] {
        return encode(plain::Message{message->id, message->userId, message->username, message->text.value_or(QString()),
                                     message->timestamp});
    });
}

std::unique_ptr<RoomSink> PlainSink::open(const RoomId& room, const Presence& present)
{
    return std::make_unique<PlainRoom>(room, present, m_audiences, m_wheel);
}

} // namespace parlance
