#pragma once

#include "base/ids.h"

#include <QString>
#include <QStringView>

#include <set>
#include <utility>
#include <vector>

namespace parlance {

/// Who is called what: folded names in order, so that a text is compared with the names that begin like it and no
/// others. Looking a name up costs the logarithm of the number of people, whatever they are called.
class NameIndex {
  public:
    void add(const UserId& id, QStringView name);

    /// `name` is the one under which the person was added.
    void remove(const UserId& id, QStringView name);

    size_t size() const { return m_names.size(); }

    /// The first name, in order, that is not less than this folded text; empty if there is none. The view holds until
    /// the index changes.
    QStringView firstFrom(QStringView text) const;

    /// The people of this folded name, by id; none if there are more than `most`.
    std::vector<UserId> called(QStringView name, size_t most) const;

    /// How often names were looked up since the index was made, for tests that bound the work.
    quint64 lookups() const { return m_lookups; }

  private:
    using Entry = std::pair<QString, UserId>;

    struct ByName {
        using is_transparent = void;
        bool operator()(const Entry& a, const Entry& b) const { return a < b; }
        bool operator()(const Entry& a, QStringView b) const { return a.first < b; }
        bool operator()(QStringView a, const Entry& b) const { return a < b.first; }
    };

    std::set<Entry, ByName> m_names;
    mutable quint64 m_lookups = 0;
};

} // namespace parlance
