#include "domain/rooms.h"

#include <utility>

namespace parlance {

RoomPin::RoomPin(Rooms& rooms, Room& room)
    : m_rooms(&rooms)
    , m_room(&room)
{
    Rooms::Loaded& loaded = rooms.loaded(room);
    if (++loaded.pins == 1)
        rooms.stay(loaded);
}

RoomPin::RoomPin(RoomPin&& other) noexcept
    : m_rooms(other.m_rooms)
    , m_room(std::exchange(other.m_room, nullptr))
{}

RoomPin& RoomPin::operator=(RoomPin&& other) noexcept
{
    if (this != &other) {
        release();
        m_rooms = other.m_rooms;
        m_room = std::exchange(other.m_room, nullptr);
    }
    return *this;
}

void RoomPin::release()
{
    if (Room* room = std::exchange(m_room, nullptr))
        m_rooms->unpin(*room);
}

Room* Rooms::find(const RoomName& name)
{
    const auto found = m_loaded.find(name);
    return found == m_loaded.end() ? nullptr : found->second.room.get();
}

void Rooms::openOrMake(const RoomName& name, Maker maker, Done<RoomPin> done)
{
    if (Room* room = find(name))
        return done(RoomPin(*this, *room));
    Opening& opening = m_opening[name];
    opening.waiters.push_back({std::move(maker), std::move(done)});
    if (opening.waiters.size() == 1)
        ask(name);
}

void Rooms::ask(const RoomName& name)
{
    m_store.openRoom(name, [this, name](Result<RoomRecord> record) { answered(name, std::move(record)); });
}

void Rooms::make(const RoomName& name, const QString& address)
{
    m_store.makeRoom(name, address, [this, name](Result<RoomRecord> record) { answered(name, std::move(record)); });
}

void Rooms::answered(const RoomName& name, Result<RoomRecord> record)
{
    if (!record)
        return refused(name, record.error());
    Opening opening = std::move(m_opening.extract(name).mapped());
    const RoomPin pin = load(*std::move(record), opening.passed); // until all have been told
    for (Waiter& waiter : opening.waiters)
        waiter.done(RoomPin(*this, *pin));
}

void Rooms::refused(const RoomName& name, Error error)
{
    Opening& opening = m_opening.at(name);
    Waiter& first = opening.waiters.front();
    const Maker maker = std::exchange(first.maker, {});
    if (maker.mayMake && error.code == ErrorCode::NotFound) {
        const std::optional<Error> refusal = maker.mayMake();
        if (!refusal)
            return make(name, maker.address);
        error = *refusal;
    }
    // Only the first of those who wait is refused: one behind it may make the room.
    Done<RoomPin> done = std::move(first.done);
    opening.waiters.pop_front();
    if (opening.waiters.empty())
        m_opening.erase(name);
    else
        ask(name);
    done(std::move(error));
}

RoomPin Rooms::load(RoomRecord record, const std::vector<DurableEvent>& passed)
{
    Loaded& loaded = m_loaded[record.name];
    loaded.room = std::make_unique<Room>(std::move(record), m_sink, m_wheel);
    for (const DurableEvent& event : passed)
        loaded.room->apply(event);
    return RoomPin(*this, *loaded.room);
}

void Rooms::committed(const DurableEvent& event)
{
    if (const auto opening = m_opening.find(roomOf(event)); opening != m_opening.end())
        opening->second.passed.push_back(event);
    if (Room* room = find(roomOf(event)))
        room->apply(event);
    m_sink.logged(event);
}

void Rooms::retire(Room& room)
{
    m_retired.emplace(&room, std::move(m_loaded.extract(room.name()).mapped()));
}

Rooms::Loaded& Rooms::loaded(Room& room)
{
    const auto retired = m_retired.find(&room);
    return retired == m_retired.end() ? m_loaded.at(room.name()) : retired->second;
}

void Rooms::unpin(Room& room)
{
    Loaded& entry = loaded(room);
    if (--entry.pins > 0)
        return;
    if (const auto retired = m_retired.find(&room); retired != m_retired.end())
        m_retired.erase(retired);
    else
        linger(entry);
}

void Rooms::linger(Loaded& loaded)
{
    const size_t weight = roomWeight + loaded.room->memberCount();
    m_lingering.push_back({loaded.room.get(), weight, m_wheel.clock().steady() + lingerTime});
    m_lingeringWeight += weight;
    loaded.lingers = std::prev(m_lingering.end());
    while (m_lingeringWeight > lingerWeight)
        letGoOfOldest();
    if (!m_lingering.empty() && !m_trim.isPending())
        m_trim = m_wheel.after(lingerTime, [this] { trim(); });
}

void Rooms::stay(Loaded& loaded)
{
    if (const auto lingers = std::exchange(loaded.lingers, std::nullopt)) {
        m_lingeringWeight -= (*lingers)->weight;
        m_lingering.erase(*lingers);
    }
}

void Rooms::letGoOfOldest()
{
    const Lingering oldest = m_lingering.front();
    m_lingering.pop_front();
    m_lingeringWeight -= oldest.weight;
    m_loaded.erase(m_loaded.find(oldest.room->name()));
}

void Rooms::trim()
{
    const qint64 now = m_wheel.clock().steady();
    while (!m_lingering.empty() && m_lingering.front().until <= now)
        letGoOfOldest();
    if (!m_lingering.empty())
        m_trim = m_wheel.after(m_lingering.front().until - now, [this] { trim(); });
}

} // namespace parlance
