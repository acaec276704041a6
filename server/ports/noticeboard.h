#pragma once

#include "ports/done.h"
#include "ports/notice.h"

#include <functional>

namespace parlance {

/// The part of a store that several nodes share by which each learns what the others have changed. A notice is written
/// in the transaction of its change, and kept for ten minutes. Implementation: postgresql/PostgresqlStore.
class NoticeBoard {
  public:
    /// Milliseconds for which notices are kept.
    static constexpr qint64 keptFor = 600'000;

    virtual ~NoticeBoard() = default;

    /// All nodes' notices since then, this one's own too. From the start on: only how far they go.
    virtual void noticesSince(NoticePosition position, Done<NoticeSlice> done) = 0;

    /// Called when this node has committed notices. To be set before the first call.
    virtual void onPosted(std::function<void()> posted) = 0;

    /// Called when the store turns out to be another than it was: a copy that may lack what was acknowledged last. All
    /// logs are new, and positions mean nothing any more. To be set before the first call.
    virtual void onRenewed(std::function<void()> renewed) = 0;
};

} // namespace parlance
