#pragma once

#include "base/deadlines.h"
#include "cluster/nodestream.h"
#include "ports/noticeboard.h"

#include <functional>
#include <vector>

namespace parlance {

/// Who hears of what other nodes have changed.
class NoticeListener {
  public:
    virtual ~NoticeListener() = default;

    /// Once for each notice of another node's. `unsettled` is called if the store cannot be asked what holds now: the
    /// notice comes again later.
    virtual void noticed(const Notice& notice, std::function<void()> unsettled) = 0;

    /// All that is in memory may be wrong: nothing could be read for so long that notices may have been taken away
    /// unread, or the store is another than it was.
    virtual void outdated() = 0;
};

/// Tells the other nodes that this one has put something into the table of notices, and reads what they have put there.
/// One read at a time. Single-threaded.
class NoticeReader final : public StreamPart {
  public:
    // Milliseconds.
    static constexpr qint64 pause = 20;         ///< between two reads: more may be on its way
    static constexpr qint64 retryAfter = 1'000; ///< a read that was refused
    static constexpr qint64 tooOld = NoticeBoard::keptFor / 2;
    /// More notices than this do not wait for the store: all that is in memory may be wrong then.
    static constexpr size_t maxUnsettled = 10'000;

    /// All of them outlive it, or call back no more. The notices of the stream's node are passed over. Reads at once,
    /// to learn how far the notices go.
    NoticeReader(NodeStream& stream, NoticeBoard& board, DeadlineWheel& wheel, NoticeListener& listener);
    ~NoticeReader() override;
    NoticeReader(const NoticeReader&) = delete;
    NoticeReader& operator=(const NoticeReader&) = delete;

    void collect(NodeMessage& message) override;
    void heard(const NodeMessage& message, Turn turn) override;
    void missed(const NodeId&) override { look(); }
    void attached() override { look(); }
    void deaf() override { look(); }
    void poll() override { look(); }

    quint64 reads() const { return m_reads; }

  private:
    void look();
    void read();
    void answered(const Result<NoticeSlice>& slice);
    void tell(const Notice& notice);
    static bool isAboutMore(const Notice& own);
    void settleLater(const Notice& notice);
    void expire();
    void restart(const QString& why);

    NodeStream& m_stream;
    NoticeBoard& m_board;
    DeadlineWheel& m_wheel;
    NoticeListener& m_listener;
    NoticePosition m_position;
    Deadline m_next;
    Deadline m_tooOld;
    std::vector<Notice> m_unsettled;
    Deadline m_settle;
    bool m_hasPosted = false; ///< the others are to hear of it
    bool m_isReading = false;
    bool m_isAsked = false; ///< again, while something was read or for a pause
    quint64 m_reads = 0;
};

} // namespace parlance
