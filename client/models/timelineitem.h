#pragma once

#include "core/outbox.h"
#include "models/notices.h"

#include <algorithm>
#include <limits>
#include <span>

namespace parlance::client {

/// What has become of something that one wrote: a message, or a change to one.
struct Fate {
    enum Kind { Sent, Pending, Failed };

    Kind kind = Sent;
    Written::Kind what = Written::Kind::Message;
    Nonce nonce;            ///< to try again or discard it; empty when Sent
    QString reason;         ///< of Failed; for people
    qint64 until = 0;       ///< when it goes out again, where the server said "later": steady time, ms; else 0
    bool isOffline = false; ///< of Pending: there is no connection that it could go out on
};

/// A message as it is shown, with what stands above and below it. Valid until the timeline changes.
struct TimelineItem {
    const MessageState* message = nullptr;
    QString text; ///< what one has made of it, also while that is on its way
    Fate fate;
    bool isOwn = false;
    bool callsMe = false;
    bool gapBefore = false;   ///< others exist between the one above and this
    bool startsDay = false;   ///< below a line with the date
    bool startsNew = false;   ///< below the line "new messages"
    bool startsGroup = false; ///< below somebody else's, or after a while
    bool endsGroup = false;
    bool hasTime = false;                               ///< the last of its minute says when
    std::span<const Notice> below;                      ///< what happened after it, before the next
    qint64 nextAt = std::numeric_limits<qint64>::max(); ///< when the next was sent, ms; of the last one: no limit

    bool isDeleted() const { return message->deleted.value_or(false); }
    /// Its text was edited or deleted, and the event that did it is still to come: nothing is shown of it.
    bool isGone() const { return !message->text && text.isEmpty() && !isDeleted(); }
    /// When one of `below` happened. This computer's clock may be ahead of the server's, which the messages go by.
    qint64 timeOf(const Notice& notice) const
    {
        return std::clamp(notice.at, message->timestamp, std::max(nextAt, message->timestamp));
    }
    bool isAction() const { return message->style == QStringLiteral("me") && !isDeleted(); }
};

} // namespace parlance::client
