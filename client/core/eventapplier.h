#pragma once

#include "core/clientstate.h"
#include "core/observers.h"
#include "core/stateobserver.h"
#include "core/typinglist.h"
#include "ports/cached.h"
#include "protocol/registry.h"

#include <optional>
#include <set>

namespace parlance::client {

/// What became of an event.
enum class Outcome {
    Applied,
    Ignored, ///< known already, or about a room that is not here
    Hole,    ///< something before it is missing: the room must be joined again from where it stands
    Stale,   ///< a page that was read before a change that is known here: it must be asked for again
};

/// Whether the server that sends this welcome still has its memory of us. A server that was started anew with an empty
/// store has forgotten every membership and name; one that was not shows it by naming at least one of our rooms with
/// the log that we know. True where we have no rooms to judge by.
bool remembersUs(const ClientState& state, const Welcome& welcome);

/// The only writer of a ClientState: what the server says goes in here, in the order received, and state and
/// notifications come out. It sends nothing. The durable events of a room take effect in the order of their `seq`, each
/// once; a page never makes a message older than it is. State and wheel must outlive it.
class EventApplier {
  public:
    /// Messages of a room that are kept while new ones come; beyond it the oldest are dropped, and can be paged in
    /// again.
    static constexpr size_t windowLimit = 5'000;
    static constexpr size_t windowCut = 1'000; ///< how many are dropped then

    EventApplier(ClientState& state, DeadlineWheel& wheel);

    Observers<StateObserver>& observers() { return m_observers; }

    /// Before anything is applied: what an earlier run left. Nobody is told.
    void restore(CachedState cached);

    Outcome apply(const FullEvent& event);

    /// What the client does itself and need not wait to be told.
    void markRead(const RoomId& room, qint64 n);

    /// Messages `first` to `last` (ordinal numbers) were before somebody's eyes. The read mark moves over whatever is
    /// seen or deleted without a gap. True if it has moved.
    bool markSeen(const RoomId& room, qint64 first, qint64 last);
    void leave(const RoomId& room);

    /// No room is live from now on, and nobody is known to type.
    void disconnected();

  private:
    Outcome on(const Welcome& welcome);
    Outcome on(const Joined& joined);
    Outcome on(const HistoryPage& page);
    Outcome on(const TypingChanged& typing);
    Outcome on(const PresenceChanged& presence);
    Outcome on(const UserRenamed& renamed);
    Outcome on(const RoomJoined& joined);
    Outcome on(const RoomLeft& left);
    Outcome on(const ReadMoved& moved);
    Outcome on(const MembershipsPage& page);

    template <class Event>
    Outcome handle(const Event& event);
    void change(RoomState& room, const MessagePosted& event);
    void change(RoomState& room, const MessageEdited& event);
    void change(RoomState& room, const MessageDeleted& event);
    void change(RoomState& room, const TopicChanged& event);
    void change(RoomState& room, const RoomChanged& event);
    void change(RoomState& room, const UnknownEvent& event);

    RoomState* find(const RoomId& id);
    RoomState& added(const Membership& membership);
    static void describe(RoomState& room, const Membership& membership);
    void forgetUnlisted();
    void startAnew(RoomState& room, const Joined& joined);
    Outcome resume(RoomState& room, const Joined& joined);
    void becomeLive(RoomState& room, const Joined& joined);
    void insert(const RoomId& id, RoomState& room, std::vector<MessageState> run);
    void replace(const RoomId& id, RoomState& room, size_t row, MessageState message);
    void trim(const RoomId& id, RoomState& room);
    static void raiseRead(RoomState& room, qint64 n);
    static void settle(RoomState& room, const MessageState& message);
    void endTyping(const RoomId& id, RoomState& room, const UserId& user);
    void endAllTyping(const RoomId& id, RoomState& room);

    ClientState& m_state;
    Observers<StateObserver> m_observers;
    TypingList m_typing;
    std::optional<std::set<RoomId>> m_listed; // rooms that the server has named since a welcome, until the last page
};

} // namespace parlance::client
