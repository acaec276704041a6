#pragma once

#include <QtGlobal>

#include <map>

namespace parlance::client {

/// A set of messages' ordinal numbers (their `n`), kept as ranges: what was read in one go costs one entry.
class Ordinals {
  public:
    void insert(qint64 first, qint64 last);

    /// Removes `n` and everything below it.
    void removeUpTo(qint64 n);
    void clear();

    bool contains(qint64 n) const;
    qint64 count() const { return m_count; }

    /// The last number of the unbroken run that begins right after `n`; `n` itself if there is no such run.
    qint64 endOfRunAfter(qint64 n) const;

  private:
    std::map<qint64, qint64> m_ranges; // first number -> last; neighbours never touch
    qint64 m_count = 0;
};

} // namespace parlance::client
