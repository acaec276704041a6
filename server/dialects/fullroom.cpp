#include "dialects/fullroom.h"

#include "domain/presence.h"

namespace parlance {

void FullRoom::came(const Present& who)
{
    m_untold.changed(who.id, std::nullopt);
    openWindow();
}

void FullRoom::went(const Present& who)
{
    m_untold.changed(who.id, who.username);
    openWindow();
}

void FullRoom::renamed(const UserId& user, const UserName& name)
{
    m_renamed.insert_or_assign(user, name);
    m_untold.renamed(user);
    openWindow();
}

void FullRoom::listGiven(const UserId& reader, const PresentList& list)
{
    m_untold.listGiven(reader, list.isCut);
    if (!list.leftOut.isEmpty())
        m_untold.leftOut(list.leftOut);
}

void FullRoom::typing(const Present& who, TypingState state)
{
    tell(Batch::Kind::Passing, TypingChanged{m_room, who.id, who.username, state != TypingState::Ends}, who.id);
}

void FullRoom::openWindow()
{
    if (m_window.isPending())
        return;
    const int length = m_present.count() > limits::crowd ? limits::crowdWindow : limits::presenceWindow;
    m_window = m_wheel.after(length, [this] { tellPresence(); });
}

void FullRoom::tellPresence()
{
    // Somebody who left and returned under yet another name is called by the latter.
    for (const auto& [user, name] : std::exchange(m_renamed, {}))
        tell(Batch::Kind::Kept, UserRenamed{user, name, {}}, user);
    PresenceChanged change{m_room, {}, {}, m_present.count()};
    const bool wasCrowded = std::exchange(m_crowded, m_present.count() > limits::crowd);
    if (!m_crowded)
        m_untold.moveTo(change);
    if (m_crowded || wasCrowded || !change.joined.empty() || !change.left.empty())
        tell(Batch::Kind::Presence, change, {});
}

template <class Event>
void FullRoom::tell(Batch::Kind kind, const Event& event, const UserId& except)
{
    m_audiences.tell(m_room, Session::Kind::Full, {kind, 0, except}, [&event] { return encode(event); });
}

} // namespace parlance
