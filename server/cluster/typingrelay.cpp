#include "cluster/typingrelay.h"

#include <utility>

namespace parlance {

void TypingRelay::changed(const RoomId& room, const UserId& user, int believedFor)
{
    const RoomPerson person{room, user};
    if (m_waiting.size() < TypingNews::maxEntries || m_waiting.contains(person))
        m_waiting.insert_or_assign(person, believedFor);
}

TypingNews TypingRelay::take()
{
    TypingNews news;
    for (const auto& [person, believedFor] : std::exchange(m_waiting, {})) {
        Room* room = m_rooms.find(person.room);
        const UserName* name = m_identities.nameOf(person.id);
        if (room && name && believedFor > 0 && room->typists().contains(person.id))
            news.started.push_back({person.room, room->head(), person.id, *name, believedFor});
        else
            news.stopped.push_back(person);
    }
    return news;
}

/// A room that has not got as far as the typist's may yet have to take in the message that ended it.
void TypingRelay::heard(const TypingNews& news)
{
    for (const TypingPerson& typist : news.started) {
        Room* room = m_rooms.find(typist.room);
        if (room && room->head() >= typist.head)
            room->typists().started({typist.id, typist.username.text()}, int(typist.believedFor));
    }
    for (const RoomPerson& person : news.stopped) {
        if (Room* room = m_rooms.find(person.room))
            room->typists().stopped(person.id);
    }
}

} // namespace parlance
