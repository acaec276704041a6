#pragma once

#include "base/ids.h"
#include "ports/sessionid.h"
#include "session/batch.h"
#include "session/hubcounts.h"
#include "session/session.h"

#include <QByteArray>

#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace parlance {

struct Channel;

/// A connection that hears of a room.
///
/// One that joins is first held: what is logged while the store is asked for the past is kept for it, and given to it
/// when it goes live, behind the reply. So nothing falls between the past and the present, whatever the store's answer
/// was read at.
struct Subscription {
    struct Held {
        qint64 seq;
        QByteArray frame;
    };

    Channel& channel;
    Session& session;
    UserId user;
    Session::Kind dialect = Session::Kind::Full;
    bool isLive = false;
    bool missedPresence = false; ///< to backlog
    qint64 head = 0;             ///< the seq last written to it
    size_t start = 0;            ///< of its share in the batch
    size_t position = 0;         ///< in the channel's list
    std::vector<Held> held;
    QByteArray latePresence; ///< the newest it missed, where each is a whole list

    /// Whether each frame about presence has the whole list, so that the last replaces all before it.
    bool hearsWholeLists() const { return dialect == Session::Kind::Plain; }
};

/// The connections in a room that speak one dialect.
struct Audience {
    size_t count = 0;
    Batch batch; ///< what they are about to be told
};

/// One room's connections.
struct Channel {
    RoomId room;
    std::vector<Subscription*> subscriptions; ///< in no order
    Audience full;
    Audience plain;
    bool isWaiting = false; ///< to be written out

    Audience& audience(Session::Kind dialect) { return dialect == Session::Kind::Plain ? plain : full; }
    Batch& batchFor(const Subscription& subscription) { return audience(subscription.dialect).batch; }
};

/// Which connection hears of which room, and how far it has heard. What is told in a room is gathered in its batches
/// and written out by flush(), or before anything else goes to a connection by flush(session).
class Subscriptions {
  public:
    /// More than this many events in a room during one read of the store: the connection is closed as too slow.
    static constexpr size_t maxHeld = 10'000;

    /// Bytes in a batch above which it is written out without waiting for the end of the pass.
    static constexpr qsizetype maxBatch = 64 * 1024;

    void hold(const RoomId& room, Session& session);

    /// Writes what was held after `head`, then everything as it comes.
    void goLive(const RoomId& room, const Session& session, qint64 head);

    /// What it was told so far is written to it. No effect if it is not subscribed.
    void drop(const RoomId& room, const Session& session);

    /// Whether it is subscribed, held or live.
    bool isSubscribed(const RoomId& room, const Session& session) const;
    bool isLive(const RoomId& room, const Session& session) const;

    /// Per live room the seq that was last written to the connection.
    std::map<RoomId, qint64> heads(const Session& session);

    /// The connections that hear of a room, held ones too.
    std::vector<SessionId> sessionsIn(const RoomId& room) const;
    size_t countOf(SessionId session) const { return of(session).size(); }

    /// Null if nobody hears of the room.
    Channel* channel(const RoomId& room);

    /// Something was added to one of the channel's batches. True if nothing waited before.
    bool touched(Channel& channel);

    /// Writes out everything that waits.
    void flush();

    /// Writes out what waits for one connection.
    void flush(const Session& session);

    /// The connection takes everything again. Gives it what it missed last of the presence where that is a whole list,
    /// and returns the other rooms, of which it needs a fresh list.
    std::vector<RoomId> caughtUp(const Session& session);

    const DeliveryCounts& counts() const { return m_counts; }

  private:
    using Own = std::vector<std::unique_ptr<Subscription>>;

    const Own& of(SessionId session) const;
    Subscription* find(const RoomId& room, SessionId session) const;
    void flush(Channel& channel);
    void flush(Subscription& subscription);

    std::unordered_map<RoomId, std::unique_ptr<Channel>> m_channels;
    std::unordered_map<SessionId, Own> m_bySession;
    Channel* m_last =
        nullptr; // looked up last: both dialects ask for the same one, and hashing an id costs 1 % of a message
    std::vector<Channel*> m_waiting;
    DeliveryCounts m_counts;
};

} // namespace parlance
