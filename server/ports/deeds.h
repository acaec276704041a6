#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <tuple>

namespace parlance {

/// Something that is limited, and was done.
struct Deed {
    qint64 what = 0;       ///< which limit: a number of RateClass
    bool isShared = false; ///< counted for an address that shares it with others, not for one identity
    QByteArray whom;       ///< a user's id, or `@` and an address
    qint64 window = 0;     ///< ms for which it counts

    friend bool operator<(const Deed& a, const Deed& b)
    {
        return std::tie(a.what, a.isShared, a.whom, a.window) < std::tie(b.what, b.isShared, b.whom, b.window);
    }
};

/// Hears of what was done by connections to this node. Implementation: cluster/RateRelay.
class DeedFollower {
  public:
    virtual ~DeedFollower() = default;
    virtual void done(const Deed& deed, qint64 times) = 0;
};

/// Counts what was done on other nodes. Implementation: session/RateLimiter.
class DeedCounter {
  public:
    virtual ~DeedCounter() = default;

    /// So many just now. Whoever has used up a limit by that is refused from now on.
    virtual void doneElsewhere(const Deed& deed, qint64 times) = 0;

    /// Null: there are no other nodes.
    virtual void setFollower(DeedFollower* follower) = 0;
};

} // namespace parlance
