#pragma once

#include "domain/loadlimit.h"
#include "domain/room.h"
#include "domain/roomtail.h"
#include "ports/logfollower.h"
#include "ports/presentelsewhere.h"
#include "ports/roomdirectory.h"

#include <array>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>

namespace parlance {

class Rooms;

/// Keeps a room in memory. Held while something is under way in it and by each connection that is in it.
class RoomPin {
  public:
    RoomPin() = default;
    ~RoomPin() { release(); }
    RoomPin(RoomPin&& other) noexcept;
    RoomPin& operator=(RoomPin&& other) noexcept;

    explicit operator bool() const { return m_room != nullptr; }
    Room& operator*() const { return *m_room; }
    Room* operator->() const { return m_room; }

  private:
    friend class Rooms;
    RoomPin(Rooms& rooms, Room& room);
    void release();

    Rooms* m_rooms = nullptr;
    Room* m_room = nullptr;
};

/// The rooms in memory: loaded from the store when somebody asks for one. Without a pin a room lingers for a while,
/// because to load a large one is work: for at most lingerTime, and while all that linger weigh at most lingerWeight
/// together, the one that was let go last the longest. That one lingers whatever it weighs, or each request in a room
/// that is larger would load it anew.
class Rooms {
  public:
    static constexpr qint64 lingerTime = 60'000;   ///< ms
    static constexpr size_t lingerWeight = 50'000; ///< a room weighs roomWeight and 1 for each member
    static constexpr size_t roomWeight = 10;

    Rooms(RoomDirectory& store, EventSink& sink, DeadlineWheel& wheel)
        : m_store(store)
        , m_sink(sink)
        , m_wheel(wheel)
    {}

    /// Who would make a room that does not exist.
    struct Maker {
        UserId user; ///< who may rename it; empty: nobody
        QString address;
        /// Asked at most once, when there is no such room: nothing lets it be made, an error refuses it.
        std::function<std::optional<Error>()> mayMake;
        UserId asker = {}; ///< for whom the room is opened, made or not
    };

    /// Calls back at once if the room is in memory, else when the store has answered; the calls for one room come back
    /// in the order in which they were made. NotFound if there is none, RateLimited if no
    /// more may be loaded for the asker.
    void open(const RoomId& room, const Asker& asker, Done<RoomPin> done);
    void open(const RoomId& room, Done<RoomPin> done) { open(room, {}, std::move(done)); }

    /// The same with the room that has this name, however it is spelt. One that does not exist is made, if the maker
    /// may. Of those who want the same new room in the same moment only the one who gets it made is asked.
    void openOrMake(const RoomName& name, Maker maker, Done<RoomPin> done);

    /// The room, if it is in memory.
    Room* find(const RoomId& room);
    const Room* findNamed(const RoomName& name) const;

    /// Whether it is in memory, or about to be.
    bool isKnown(const RoomId& room) const { return m_loaded.contains(room) || m_opening.contains(room); }

    /// Events that were committed since the start, by their place in the variant.
    using Committed = std::array<quint64, std::variant_size_v<DurableEvent>>;
    const Committed& committedCounts() const { return m_committed; }

    /// How many are in memory, and how many of them linger.
    size_t count() const { return m_loaded.size(); }
    size_t lingering() const { return m_lingering.size(); }

    /// One more pin for a room that is in memory.
    RoomPin pin(Room& room) { return {*this, room}; }

    /// The room was deleted: nobody finds it any more. It stays for those who hold it.
    void retire(Room& room);

    // Each room takes in its events in the order of their seq, whatever the order in which it is told of them, and
    // publishes each once. Where other nodes write the same logs, a follower reads what is missing.

    /// This node has committed the event. To be called for every event, in the order of the commits.
    void committed(const DurableEvent& event);
    /// The event is in the log: another node may have committed it, or this one without having been told.
    void found(const LogId& log, const DurableEvent& event);

    /// Calls back when the room has taken in all events up to that seq, which is in the store: at once, or soon.
    void reach(Room& room, qint64 seq, Callback<void()> done);

    /// What is in memory may be wrong: nobody finds these rooms any more. They stay for those who hold them.
    void forgetAll();

    /// Null: only this node writes. To be set before anything else.
    void setFollower(LogFollower* follower) { m_follower = follower; }

    /// Null: there is none. To be set before anything else.
    void setLoadLimit(LoadLimit* limit) { m_loadLimit = limit; }

    /// Null: nobody is present by connections to other nodes. To be set before anything else.
    void setElsewhere(const PresentElsewhere* elsewhere) { m_elsewhere = elsewhere; }

    /// How many are present in a room, which need not be in memory.
    qint64 presentIn(const RoomId& room) const;

    /// The rooms in memory, with how far they have got.
    std::vector<RoomHead> heads() const;

  private:
    friend class RoomPin;

    /// A room without a pin.
    struct Lingering {
        Room* room = nullptr;
        size_t weight = 0;
        qint64 until = 0; // the clock's steady milliseconds
    };

    struct Loaded {
        std::unique_ptr<Room> room;
        int pins = 0;
        std::optional<std::list<Lingering>::iterator> lingers;
        RoomTail tail;
    };

    /// An event of a room that is being opened.
    struct Passed {
        std::optional<LogId> log; // in which another node has found it; none: it was committed here
        DurableEvent event;
    };

    struct Opening {
        Asker asker; // the first
        std::vector<Done<RoomPin>> waiters;
        std::vector<Passed> passed; // while the store was asked: it may have answered from before
    };

    /// Somebody who waits for the room of a name.
    struct Waiter {
        RoomName name;
        Asker asker;
        Maker maker; // not to be made if there is nobody to ask
        Done<RoomPin> done;
    };

    void answered(const RoomId& room, Result<RoomRecord> record);
    void askFor(const QString& key);
    void named(const QString& key, const Result<RoomId>& room);
    void refused(const QString& key, Error error);
    RoomPin load(RoomRecord record, const std::vector<Passed>& passed);
    void take(Loaded& loaded, const DurableEvent& event, LogFollower::Haste haste);
    void apply(Room& room, const DurableEvent& event);
    void forgetName(const Room& room);
    Loaded& loaded(Room& room);
    void unpin(Room& room);
    void linger(Loaded& loaded);
    void stay(Loaded& loaded);
    void letGoOfOldest();
    void trim();

    RoomDirectory& m_store;
    EventSink& m_sink;
    LogFollower* m_follower = nullptr;
    LoadLimit* m_loadLimit = nullptr;
    const PresentElsewhere* m_elsewhere = nullptr;
    DeadlineWheel& m_wheel;
    std::map<RoomId, Loaded> m_loaded;
    std::unordered_map<QString, Room*> m_byName; // those in m_loaded, by their folded names
    std::map<const Room*, Loaded> m_retired;
    std::map<RoomId, Opening> m_opening;
    std::map<QString, std::deque<Waiter>> m_naming; // by folded name
    std::list<Lingering> m_lingering;               // the oldest first
    size_t m_lingeringWeight = 0;
    Deadline m_trim;
    Committed m_committed{};
};

} // namespace parlance
