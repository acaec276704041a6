#pragma once

#include "base/ids.h"

#include <QString>

#include <set>
#include <vector>

namespace parlance {

/// Finds people by the beginning of any word of their names: "le" and "ann l" find Ann Lee. Names are compared by their
/// folded form (text/folding.h), as for mentions. A search costs a step for each word found, however many people there
/// are. For one room; it takes about 200 bytes for each word of a name.
class NamesByWord {
  public:
    void add(const UserId& user, const QString& name);
    void remove(const UserId& user, const QString& name);

    /// At most `limit` people, each once, in the order of what fits.
    std::vector<UserId> beginningWith(const QString& prefix, int limit) const;

  private:
    std::set<std::pair<QString, UserId>> m_entries; // folded names, each from each of its words on
};

} // namespace parlance
