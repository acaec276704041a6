#pragma once

#include "base/deadlines.h"
#include "core/client.h"
#include "faults/client/history.h"

#include <QRandomGenerator>

#include <functional>
#include <map>
#include <set>
#include <vector>

namespace parlance::faults {

/// What a worker does that is in no log (it reads, changes its name, leaves rooms and comes back), and what it is told
/// of who is where. Several servers have to agree on all of it in the end. Owned by the worker.
class People {
  public:
    /// All outlive it.
    People(client::Client& client, History& history, DeadlineWheel& wheel, QRandomGenerator& random)
        : m_client(client)
        , m_history(history)
        , m_wheel(wheel)
        , m_random(random)
    {}

    /// Does something in a room, or nothing.
    void deed(const RoomId& room);

    /// Asks for the members of all rooms and writes down what it is told, and what this client shows by itself. `done`
    /// is called when all has been answered.
    void report(std::function<void()> done);

  private:
    void rename();
    void leave(const RoomId& room);
    void ask(const RoomId& room, const UserId& after);
    void answered(const RoomId& room, const UserId& after, const Result<MembersPage>& page);
    void recordOwn(const RoomId& room);

    client::Client& m_client;
    History& m_history;
    DeadlineWheel& m_wheel;
    QRandomGenerator& m_random;
    std::map<RoomId, std::vector<Member>> m_listed; // so far
    std::set<RoomId> m_asked;                       // that are not complete
    std::function<void()> m_done;
    std::map<RoomId, Deadline> m_later; // what is tried again
    int m_names = 0;
};

} // namespace parlance::faults
