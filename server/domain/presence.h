#pragma once

#include "ports/eventsink.h"

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace parlance {

/// Who is present in one room. An identity is present while at least one of its connections is. Tells nobody: that is
/// what the Room does.
class Presence {
  public:
    Presence() = default;
    /// Each of them by one connection.
    explicit Presence(const std::vector<Present>& people);

    /// One connection more. True if the identity was not present before.
    bool enter(const UserId& user, const QString& name);

    /// One connection less. Who is not present any more, if it was the last.
    std::optional<Present> exit(const UserId& user);

    /// No effect on who is not present.
    void rename(const UserId& user, const QString& name);

    bool contains(const UserId& user) const { return m_people.contains(user); }

    /// What somebody who is present is called; nullptr for everybody else.
    const QString* nameOf(const UserId& user) const;

    qint64 count() const { return qint64(m_people.size()); }

    /// In the order of their coming.
    const std::map<quint64, Present>& all() const { return m_order; }

    /// The same, at most limits::users.
    std::vector<Present> list() const { return listFor({}).people; }

    /// The same for a client of `reader`, who is in it if present.
    PresentList listFor(const UserId& reader) const;

  private:
    struct Entry {
        quint64 ticket = 0;
        int connections = 0;
    };

    std::unordered_map<UserId, Entry> m_people;
    std::map<quint64, Present> m_order; // by ticket, which grows
    quint64 m_lastTicket = 0;
};

} // namespace parlance
