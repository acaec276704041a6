#pragma once

#include "base/shares.h"
#include "ports/records.h"

#include <map>
#include <set>
#include <unordered_map>

namespace parlance {

/// The people without a durable event, who stand in no table yet, and the memberships of which the room or the person
/// does not. There are at most `max` people. For one more, the newest of the address that holds the most is forgotten,
/// so that strangers can neither fill the memory nor push out those who were here before them.
class NewPeople {
  public:
    struct Person {
        QString name;
        qint64 lastSeen = 0;
        std::map<RoomName, qint64> reads; ///< the read marks, by room
    };

    explicit NewPeople(size_t max)
        : m_max(max)
    {}

    Person* find(const UserId& user);

    /// Adds the person, who came from that address, if they are not known yet. A read mark never goes back.
    void enter(const RoomName& room, const MemberRecord& member, const QString& address);
    /// Has no effect on who is not in the room.
    void moveRead(const RoomName& room, const UserId& user, qint64 n);
    void leave(const RoomName& room, const UserId& user);
    void erase(const UserId& user);

    /// Who of them is in a room.
    const std::set<UserId>& in(const RoomName& room) const;

    /// Moves all memberships of one room to another, or drops them.
    void move(const RoomName& room, const std::optional<RoomName>& to);

  private:
    struct Entry {
        quint64 number = 0;
        Person person;
    };

    Person& make(const UserId& user, const QString& address);
    void unlist(const RoomName& room, const UserId& user);

    const size_t m_max;
    std::unordered_map<UserId, Entry> m_people;
    std::unordered_map<quint64, UserId> m_byNumber;
    std::map<RoomName, std::set<UserId>> m_byRoom;
    Shares m_shares{Shares::GivesWay::Newest};
    quint64 m_last = 0;
};

} // namespace parlance
