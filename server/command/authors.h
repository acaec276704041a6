#pragma once

#include "handlers/services.h"

#include <map>
#include <vector>

namespace parlance {

/// Gives those who want to write in a room the room; but it loads none for whoever is no member of it, since loading
/// takes a step for each of its members. Owned by the Dispatcher.
class Authors final {
  public:
    /// Calls back with the room, in the order of the calls for one identity and room: what it writes there takes effect
    /// in that order. NotJoined where the room is not in memory and the store does not know the identity as a member of
    /// it; NotFound where there is none.
    using Opened = Done<RoomPin>;

    explicit Authors(Services& services)
        : m_services(services)
    {}

    void open(const Asker& author, const RoomId& room, Opened done);

  private:
    using Key = std::pair<UserId, RoomId>;

    void answered(const Key& key, const Result<Membership>& membership);

    struct Waiter {
        QString address;
        Opened done;
    };

    Services& m_services;
    std::map<Key, std::vector<Waiter>> m_waiting; // for the store to say whether they are members
};

} // namespace parlance
