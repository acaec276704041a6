#include "dialects/dialects.h"

namespace parlance {

namespace {

class BothRooms final : public RoomSink {
  public:
    BothRooms(std::unique_ptr<RoomSink> full, std::unique_ptr<RoomSink> plain)
        : m_full(std::move(full))
        , m_plain(std::move(plain))
    {}

    void came(const Present& who) override
    {
        m_full->came(who);
        m_plain->came(who);
    }
    void went(const Present& who) override
    {
        m_full->went(who);
        m_plain->went(who);
    }
    void renamed(const UserId& user, const UserName& name) override
    {
        m_full->renamed(user, name);
        m_plain->renamed(user, name);
    }
    void listGiven(const UserId& reader, const PresentList& list) override
    {
        m_full->listGiven(reader, list);
        m_plain->listGiven(reader, list);
    }
    void typing(const Present& who, TypingState state) override
    {
        m_full->typing(who, state);
        m_plain->typing(who, state);
    }

  private:
    const std::unique_ptr<RoomSink> m_full;
    const std::unique_ptr<RoomSink> m_plain;
};

} // namespace

void Dialects::logged(const DurableEvent& event)
{
    m_full.logged(event);
    m_plain.logged(event);
}

std::unique_ptr<RoomSink> Dialects::open(const RoomId& room, const Presence& present)
{
    return std::make_unique<BothRooms>(m_full.open(room, present), m_plain.open(room, present));
}

} // namespace parlance
