#pragma once

#include "base/deadlines.h"
#include "ports/noticeboard.h"

namespace parlance {

/// Who hears of what other nodes have changed.
class NoticeListener {
  public:
    virtual ~NoticeListener() = default;

    /// Once for each notice of another node's.
    virtual void noticed(const Notice& notice) = 0;

    /// Nothing could be read for so long that notices may have been taken away unread: all that is in memory may be
    /// wrong.
    virtual void outdated() = 0;
};

/// Reads what other nodes have changed, when it is told that there is something. One read at a time. Single-threaded.
class NoticeReader {
  public:
    // Milliseconds.
    static constexpr qint64 pause = 20;         ///< between two reads: more may be on its way
    static constexpr qint64 retryAfter = 1'000; ///< a read that was refused
    static constexpr qint64 tooOld = NoticeBoard::keptFor / 2;

    /// All of them outlive it. `own`: the node whose notices are passed over. Looks at once, to learn how far the
    /// notices go.
    NoticeReader(NoticeBoard& board, DeadlineWheel& wheel, NodeId own, NoticeListener& listener);

    /// There may be something. To be called from time to time all the same: reads that fail for too long make
    /// everything in memory worthless.
    void look();

    quint64 reads() const { return m_reads; }

  private:
    void read();
    void answered(const Result<NoticeSlice>& slice);
    void restart();

    NoticeBoard& m_board;
    DeadlineWheel& m_wheel;
    const NodeId m_own;
    NoticeListener& m_listener;
    NoticePosition m_position;
    Deadline m_next;
    Deadline m_tooOld;
    bool m_isReading = false;
    bool m_isAsked = false; ///< again, while something was read or for a pause
    quint64 m_reads = 0;
};

} // namespace parlance
