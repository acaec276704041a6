#pragma once

#include "base/deadlines.h"
#include "ports/eventsink.h"

#include <unordered_map>

namespace parlance {

/// Who types in one room. A full client repeats itself every 3 s and is forgotten 6 s after the last time. A plain one
/// says it once and is believed for 60 s; since full clients forget a typist after 8 s, they are told again every 5.
class Typists {
  public:
    Typists(const RoomId& room, EventSink& sink, DeadlineWheel& wheel)
        : m_room(room)
        , m_sink(sink)
        , m_wheel(wheel)
    {}

    void started(const Present& who, bool plain);

    /// Also on a message, on leaving and on losing the connection. Nothing if they did not type.
    void stopped(const UserId& user);

  private:
    struct Typist {
        QString name;
        Deadline end;
        Deadline again;
    };

    void tellFull(const UserId& user, const QString& name, bool isTyping);
    void tellPlain(const UserId& user, const QString& name, bool isTyping);
    void remind(const UserId& user);

    const RoomId& m_room;
    EventSink& m_sink;
    DeadlineWheel& m_wheel;
    std::unordered_map<UserId, Typist> m_typists;
};

} // namespace parlance
