#pragma once

#include "base/shares.h"
#include "net/visitor.h"

#include <memory>
#include <unordered_map>

namespace parlance {

/// The visitors of one door. When there are too many, one makes room, see Shares. Single-threaded.
class Visitors final {
  public:
    /// `reception` and `times` outlive it.
    Visitors(Reception& reception, DeadlineWheel& wheel, const VisitorTimes& times);
    ~Visitors();

    /// One comes, whose share is counted under `address`; see Shares for an empty one. There are at most `most` then;
    /// 0: no limit.
    void admit(std::unique_ptr<Wire> wire, const QString& address, qint64 most);

    /// One is done. It is destroyed a little later: it may be in the middle of a call of its own.
    void left(quint64 id);

    /// See Visitor: everybody is answered once more and leaves.
    void concludeAll();

    /// Ends all that have not begun to ask for anything.
    void dropSilent();

    qint64 count() const { return qint64(m_visitors.size()); }

    /// How many have made room since the start.
    quint64 evicted() const { return m_evicted; }

  private:
    void drop(quint64 id);

    Reception& m_reception;
    DeadlineWheel& m_wheel;
    const VisitorTimes& m_times;
    std::unordered_map<quint64, std::unique_ptr<Visitor>> m_visitors;
    Shares m_shares;
    quint64 m_last = 0;
    quint64 m_evicted = 0;
    QObject m_context; // of what it posts
};

} // namespace parlance
