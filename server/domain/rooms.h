#pragma once

#include "domain/room.h"
#include "ports/store.h"

#include <deque>
#include <map>
#include <memory>

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

    /// Calls back at once if the room is in memory, else when the store has answered; the calls for one room come back
    /// in the order in which they were made. NotFound if there is none and it is not to be made.
    void open(const RoomName& name, bool create, Done<RoomPin> done);

    /// The room, if it is in memory.
    Room* find(const RoomName& name);

    /// One more pin for a room that is in memory.
    RoomPin pin(Room& room) { return {*this, room}; }

    /// Takes in a committed event and publishes it. To be called for every event, in the order of the commits.
    void committed(const DurableEvent& event);

  private:
    friend class RoomPin;

    struct Loaded {
        std::unique_ptr<Room> room;
        int pins = 0;
    };

    struct Waiter {
        bool create;
        Done<RoomPin> done;
    };

    struct Opening {
        std::deque<Waiter> waiters;
        std::vector<DurableEvent> passed; // committed while the store was asked: it may have answered from before
    };

    void ask(const RoomName& name);
    void answered(const RoomName& name, Result<RoomRecord> record);
    RoomPin load(RoomRecord record, const std::vector<DurableEvent>& passed);
    void unpin(Room& room);

    Store& m_store;
    EventSink& m_sink;
    DeadlineWheel& m_wheel;
    std::map<RoomName, Loaded> m_loaded;
    std::map<RoomName, Opening> m_opening;
};

} // namespace parlance
