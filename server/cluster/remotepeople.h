#pragma once

#include "cluster/peoplenews.h"
#include "domain/identities.h"
#include "domain/rooms.h"
#include "ports/eventbus.h"
#include "ports/presentelsewhere.h"

#include <unordered_map>

namespace parlance {

/// Who is present by connections to other nodes. To a room in memory such a person is one connection more, on however
/// many other nodes they are; a room that is loaded later starts with them. Each node alone says who is on it. Saying
/// something twice changes nothing. Owned by PeopleRelay.
class RemotePeople final : public PresentElsewhere {
  public:
    /// All outlive it.
    RemotePeople(Rooms& rooms, const Identities& identities, const Clock& clock);
    ~RemotePeople() override;

    void came(const NodeId& node, const PresentPerson& person);
    void went(const NodeId& node, const RoomPerson& person);

    /// Between the two, everybody comes who is on that node. At the end all others go.
    void listBegins(const NodeId& node);
    void listEnds(const NodeId& node);

    /// Everybody who is on that node goes.
    void forget(const NodeId& node);

    /// The user is called that from now on.
    void renamed(const UserId& user, const UserName& name);

    std::vector<Present> in(const RoomId& room) const override;
    qint64 countIn(const RoomId& room) const override;

  private:
    struct Person {
        UserName name;
        int nodes = 0; ///< on which they are
    };
    using List = quint64; ///< numbers the whole lists of a node
    struct Node {
        List list = 0;                                                         ///< the newest
        std::unordered_map<RoomId, std::unordered_map<UserId, List>> lastTold; ///< which list was the newest then
    };

    void toldBefore(const NodeId& node, List list);
    UserName nameOf(const PresentPerson& person) const;
    void depart(const RoomPerson& person);
    void rename(Person& person, const RoomId& room, const UserId& user, const UserName& name);

    Rooms& m_rooms;
    const Identities& m_identities;
    const Clock& m_clock;
    std::unordered_map<RoomId, std::unordered_map<UserId, Person>> m_people;
    std::unordered_map<NodeId, Node> m_nodes;
};

} // namespace parlance
