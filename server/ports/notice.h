#pragma once

#include "base/ids.h"
#include "ports/nodeid.h"

#include <QString>

#include <set>
#include <vector>

namespace parlance {

/// What a node has changed in the things that nodes share, other than by an event of a log.
struct Notice {
    /// The numbers are what the table holds.
    enum class Kind {
        Entered = 1,    ///< `user`, who is called `name`, is a member of `room`, and has read `n` messages
        Left = 2,       ///< `user` is no member of `room` any more, by their own will
        Read = 3,       ///< `user` has read `n` messages of `room`
        Renamed = 4,    ///< `user` is called `name`
        Swept = 5,      ///< `user`, who has never written, is no member of `room` any more; see Store::onSwept()
        Lost = 6,       ///< `user` was a member of `room`, which is being deleted
        Ended = 7,      ///< `room` was deleted, and all its members have lost it
        SignedOut = 8,  ///< the device of `user` whose id is `name` has ended
        Registered = 9, ///< `user`, who was a guest, may have an account now: a guest's token is none any more
    };

    NodeId node = {};
    Kind kind = {};
    RoomId room = {};
    UserId user = {};
    QString name = {};
    qint64 n = 0;

    friend bool operator==(const Notice&, const Notice&) = default;
};

/// How far a node has read the notices. Transactions do not end in the order in which they begin, so it is no number:
/// what was seen of those that may still go on is remembered.
struct NoticePosition {
    qint64 oldest = 0;     ///< the oldest transaction that went on; 0: nothing was read yet
    std::set<qint64> seen; ///< the notices of it, and of later ones, that were read
};

/// Notices that were not read before, in an order in which those about one room and user, and those about one user's
/// name, follow each other as the changes did.
struct NoticeSlice {
    std::vector<Notice> notices;
    NoticePosition position; ///< behind them
};

} // namespace parlance
