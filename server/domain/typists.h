#pragma once

#include "base/deadlines.h"
#include "ports/eventsink.h"

#include <unordered_map>

namespace parlance {

/// Who types in one room, until they stop or have not said so for a while.
class Typists {
  public:
    Typists(RoomSink& sink, DeadlineWheel& wheel)
        : m_sink(sink)
        , m_wheel(wheel)
    {}

    /// Marks somebody as typing for `believedFor` ms. If that is longer than clients remember a typist, it repeats the
    /// news every 5 s.
    void started(const Present& who, int believedFor);

    /// Also on a message, on leaving and on losing the connection. False, and nothing happens, if they did not type.
    bool stopped(const UserId& user);

    bool contains(const UserId& user) const { return m_typists.contains(user); }

  private:
    struct Typist {
        QString name;
        Deadline end;
        Deadline again;
    };

    void remind(const UserId& user);

    RoomSink& m_sink;
    DeadlineWheel& m_wheel;
    std::unordered_map<UserId, Typist> m_typists;
};

} // namespace parlance
