#pragma once

#include "domain/room.h"
#include "ports/store.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace parlance {

class Rooms;

/// Keeps a room in memory. Held while something is under way in it and by each connection that is in it.
class RoomPin {
  public:
    RoomPin() = default;
    ~RoomPin() { release(); }
    RoomPin(RoomPin&& other) noexcept;
    RoomPin& operator=(RoomPin&& other) noexcept;

    Room& operator*() const { return *m_room; }
    Room* operator->() const { return m_room; }

  private:
    friend class Rooms;
    RoomPin(Rooms& rooms, Room& room);
    void release();

    Rooms* m_rooms = nullptr;
    Room* m_room = nullptr;
};

/// The rooms in memory: loaded from the store when somebody asks for one, let go with the last pin.
class Rooms {
  public:
    Rooms(Store& store, EventSink& sink, DeadlineWheel& wheel)
        : m_store(store)
        , m_sink(sink)
        , m_wheel(wheel)
    {}

    /// Asked at most once, when there is no such room: nothing lets it be made, an error refuses it.
    using MayMake = std::function<std::optional<Error>()>;

    /// Calls back at once if the room is in memory, else when the store has answered; the calls for one room come back
    /// in the order in which they were made. NotFound if there is none and nobody before this call made it.
    void open(const RoomName& name, Done<RoomPin> done) { openOrMake(name, {}, std::move(done)); }

    /// The same, and a room that does not exist is made, if `mayMake` allows it. Of those who want the same new room
    /// in the same moment only the one who gets it made is asked.
    void openOrMake(const RoomName& name, MayMake mayMake, Done<RoomPin> done);

    /// The room, if it is in memory.
    Room* find(const RoomName& name);

    /// How many are in memory.
    size_t count() const { return m_loaded.size(); }

    /// One more pin for a room that is in memory.
    RoomPin pin(Room& room) { return {*this, room}; }

    /// The room's log was ended: whoever asks for the name from now on gets another room. It stays for who holds it.
    void retire(Room& room);

    /// Takes in a committed event and publishes it. To be called for every event, in the order of the commits.
    void committed(const DurableEvent& event);

  private:
    friend class RoomPin;

    struct Loaded {
        std::unique_ptr<Room> room;
        int pins = 0;
    };

    struct Waiter {
        MayMake mayMake; // empty: not to be made
        Done<RoomPin> done;
    };

    struct Opening {
        std::deque<Waiter> waiters;
        std::vector<DurableEvent> passed; // committed while the store was asked: it may have answered from before
    };

    void ask(const RoomName& name, bool create);
    void refused(const RoomName& name, Error error);
    void answered(const RoomName& name, Result<RoomRecord> record);
    RoomPin load(RoomRecord record, const std::vector<DurableEvent>& passed);
    Loaded& loaded(Room& room);
    void unpin(Room& room);

    Store& m_store;
    EventSink& m_sink;
    DeadlineWheel& m_wheel;
    std::map<RoomName, Loaded> m_loaded;
    std::map<const Room*, Loaded> m_retired;
    std::map<RoomName, Opening> m_opening;
};

} // namespace parlance
