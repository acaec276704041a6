#pragma once

#include "base/deadlines.h"
#include "domain/presencedifference.h"
#include "ports/eventsink.h"

#include <map>
#include <unordered_map>

namespace parlance {

/// Who is present in one room, and when whom is told of it. An identity is present while at least one of its
/// connections is.
///
/// Full clients: changes are gathered for 100 ms and told as one difference; above 200 present only their number, once
/// a second. Back at 200, the difference from what was known before is told, or the whole list if that is shorter:
/// `joined` then has `userCount` entries. So whoever crosses the limit again and again costs the others no list. New
/// names are gathered, too, and told before the difference. Plain clients: each change at once, with the list of who is
/// present, as long as that amounts to less than limits::plainPresence bytes a second for all of them together. What is
/// beyond waits, for at most limits::plainPresenceWait ms, and of what waits only the last change is told, with a list
/// that is right.
class Presence {
  public:
    Presence(const RoomId& room, EventSink& sink, DeadlineWheel& wheel)
        : m_room(room)
        , m_sink(sink)
        , m_wheel(wheel)
    {}

    void enter(const UserId& user, const QString& name);
    void exit(const UserId& user);
    /// Also of a member who is not present: everybody in the room is told.
    void rename(const UserId& user, const UserName& name);

    bool contains(const UserId& user) const { return m_people.contains(user); }

    /// What somebody who is present is called; nullptr for everybody else.
    const QString* nameOf(const UserId& user) const;

    qint64 count() const { return qint64(m_people.size()); }

    /// In the order of their coming, at most 200; `always` is among them if present.
    std::vector<Present> list(const UserId& always = {}) const;

    /// The same for a full client of `reader`, to whom it is given at once, and who hears of all changes from now on.
    std::vector<Present> give(const UserId& reader);

  private:
    struct Entry {
        quint64 ticket = 0;
        int connections = 0;
    };

    void changed(const Present& who, bool came);
    void openWindow();
    void tellFull();
    void tellPlain(const Present& who, bool came);
    void sendPlain(const Present& who, bool came);
    void payPlain();

    const RoomId& m_room;
    EventSink& m_sink;
    DeadlineWheel& m_wheel;

    std::unordered_map<UserId, Entry> m_people;
    std::map<quint64, Present> m_order; // by ticket
    quint64 m_lastTicket = 0;

    PresenceDifference m_untold{*this};
    std::map<UserId, UserName> m_renamed;
    bool m_crowded = false; // full clients were last told a mere number
    Deadline m_fullWindow;

    qint64 m_plainDebt = 0; // bytes that plain clients were told, less what time has paid back
    std::optional<std::pair<Present, bool>> m_plainLate;
    Deadline m_plainPayment;
};

} // namespace parlance
