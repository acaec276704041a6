#pragma once

#include "base/ids.h"
#include "ports/sessionid.h"
#include "text/names.h"

#include <QByteArray>

#include <map>
#include <unordered_map>
#include <vector>

namespace parlance {

class Session;

/// Which connection hears of which room, and how far it has heard.
///
/// A connection that joins is first held: what is logged while the store is asked for the past is kept for it, and
/// given to it when it goes live, behind the reply. So nothing falls between the past and the present, whatever the
/// store's answer was read at.
class Subscriptions {
  public:
    struct Held {
        qint64 seq;
        QByteArray frame;
    };

    struct Subscription {
        Session* session = nullptr;
        UserId user;
        bool plain = false;
        bool live = false;
        qint64 head = 0; ///< the seq last written to it
        std::vector<Held> held;
    };

    /// More than this many events in a room during one read of the store: the connection is closed as too slow.
    static constexpr size_t maxHeld = 10'000;

    void hold(const RoomName& room, Session& session);

    /// Writes what was held after `head`, then everything as it comes.
    void goLive(const RoomName& room, const Session& session, qint64 head);

    /// No effect if it is not subscribed.
    void drop(const RoomName& room, const Session& session);

    bool isLive(const RoomName& room, const Session& session) const;
    std::map<RoomName, qint64> heads(SessionId session) const;

    /// The rooms that a connection hears of, held ones too.
    std::vector<RoomName> roomsOf(SessionId session) const;
    size_t countOf(SessionId session) const;

    /// Gives the subscriber the frame of a logged event, unless it has it.
    static void deliver(Subscription& subscription, qint64 seq, const QByteArray& frame);

    /// Those of a room; empty if there are none.
    std::vector<Subscription>& in(const RoomName& room);

  private:
    Subscription* find(const RoomName& room, const Session& session);
    const Subscription* find(const RoomName& room, SessionId session) const;

    std::unordered_map<RoomName, std::vector<Subscription>> m_rooms;
    std::unordered_map<SessionId, std::vector<RoomName>> m_bySession;
    std::vector<Subscription> m_none;
};

} // namespace parlance
