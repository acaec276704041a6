#pragma once

#include "core/clientstate.h"
#include "net/connection.h"

#include <map>
#include <set>

namespace parlance::client {

/// What RoomJoins tells its owner.
class RoomJoinsObserver {
  public:
    virtual ~RoomJoinsObserver() = default;

    /// Everything up to `joined` is in the state, and what comes after it comes by itself. `asked` is what was wanted.
    virtual void roomLive(const Joined& joined, const RoomRef& asked) = 0;

    /// The server does not want us in there; it is not tried again.
    virtual void roomFailed(const RoomRef& room, const Error& error) = 0;

    /// After resume(): every room has become live or failed, or the preferred one has and the server's limit puts off
    /// the rest.
    virtual void allJoined() = 0;
};

/// Gets rooms live: joins with the position where the state stands, page by page until nothing is missing, anew where
/// the server has another log, and again when a hole is found. However many rooms there are, a few joins are under way
/// at a time, and none while the server has asked for a pause. The replies are applied to the state before they come
/// here. A join by name is made where a person names a room that is not here; whatever happens by itself goes by the
/// id. Everything given must outlive it.
class RoomJoins {
  public:
    static constexpr qint64 pause = 1'000;         ///< milliseconds, where the server says "later" without saying when
    static constexpr size_t atOnce = 16;           ///< joins that wait for an answer at a time
    static constexpr qint64 answerWithin = 30'000; ///< milliseconds until it is asked again; joining twice does no harm

    RoomJoins(Connection& connection, const ClientState& state, DeadlineWheel& wheel, RoomJoinsObserver& observer)
        : m_connection(connection)
        , m_state(state)
        , m_wheel(wheel)
        , m_observer(observer)
    {}

    /// A person wants to be in there: now, or as soon as there is a connection.
    void want(const RoomRef& room, IfMissing ifMissing = IfMissing::Make);
    void forget(const RoomId& room);

    /// This room comes before all others.
    void prefer(const RoomRef& room) { m_preferred = room; }

    /// The connection was greeted: these rooms, of which one is a member, and every one that is wanted.
    void resume(const std::vector<RoomId>& members);

    /// One is a member of this room as well.
    void found(const RoomId& room);

    /// The connection was lost.
    void stop();

    /// An event was missing. Nothing if the room is being joined already.
    void hole(const RoomId& room) { join(room); }

    /// The heads of a heartbeat: a larger one than ours is a hole that no event has shown.
    void compare(const std::map<RoomId, qint64>& heads);

  private:
    enum class From { Position, Nothing };

    void join(const RoomRef& room);
    const RoomState* stateOf(const RoomRef& room) const;
    void next();
    void pauseFor(qint64 milliseconds);
    bool isWaiting(const RoomRef& room) const { return m_queue.contains(room) || m_pending.contains(room); }
    void ask(const RoomRef& room, From from);
    void answered(const RoomRef& room, From from, qint64 since, const Result<Joined>& joined);
    void refused(const RoomRef& room, From from, const Error& error);
    void fail(const RoomRef& room, const Error& error);
    void settle(const RoomRef& room);
    void finish();

    Connection& m_connection;
    const ClientState& m_state;
    DeadlineWheel& m_wheel;
    RoomJoinsObserver& m_observer;
    std::set<RoomRef> m_wanted;            // not members yet
    std::set<RoomRef> m_notToMake;         // those of them that are refused where they do not exist
    std::set<RoomRef> m_queue;             // to be asked for when it is their turn
    std::map<RoomRef, Deadline> m_pending; // asked for, and when to ask again
    RoomRef m_preferred;
    Deadline m_pause; // until then the server takes no joins
    bool m_resuming = false;
};

} // namespace parlance::client
