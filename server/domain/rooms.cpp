#include "domain/rooms.h"

#include "text/folding.h"

#include <limits>
#include <utility>

namespace parlance {

namespace {

/// The room that had the name was deleted before it could be opened, or swept because strangers had made too many.
/// Whoever asks again finds out whether there is another, or may make one.
Error endedMeanwhile()
{
    return {ErrorCode::Busy, QStringLiteral("The room has just ended. Try again"), 1'000};
}

size_t weightOf(const Room& room)
{
    return Rooms::roomWeight + room.members().size();
}

} // namespace

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

Room* Rooms::find(const RoomId& room)
{
    const auto found = m_loaded.find(room);
    return found == m_loaded.end() ? nullptr : found->second.room.get();
}

const Room* Rooms::findNamed(const RoomName& name) const
{
    const auto found = m_byName.find(folded(name.text()));
    return found == m_byName.end() ? nullptr : found->second;
}

void Rooms::open(const RoomId& room, const Asker& asker, Done<RoomPin> done)
{
    if (Room* loaded = find(room))
        return done(RoomPin(*this, *loaded));
    if (const auto opening = m_opening.find(room); opening != m_opening.end())
        return opening->second.waiters.push_back(std::move(done));
    if (auto refusal = m_loadLimit && !asker.isServer() ? m_loadLimit->loadRefused(asker) : std::nullopt)
        return done(*std::move(refusal));
    Opening& opening = m_opening[room];
    opening.asker = asker;
    opening.waiters.push_back(std::move(done));
    m_store.openRoom(room, [this, room](Result<RoomRecord> record) { answered(room, std::move(record)); });
}

void Rooms::answered(const RoomId& room, Result<RoomRecord> record)
{
    Opening opening = std::move(m_opening.extract(room).mapped());
    if (!record) {
        for (Done<RoomPin>& done : opening.waiters)
            done(record.error());
        return;
    }
    const RoomPin pin = load(*std::move(record), opening.passed); // until all have been told
    if (m_loadLimit && !opening.asker.isServer())
        m_loadLimit->loaded(opening.asker, qint64(weightOf(*pin)));
    for (Done<RoomPin>& done : opening.waiters)
        done(RoomPin(*this, *pin));
}

void Rooms::openOrMake(const RoomName& name, Maker maker, Done<RoomPin> done)
{
    const QString key = folded(name.text());
    if (const auto found = m_byName.find(key); found != m_byName.end())
        return done(RoomPin(*this, *found->second));
    auto& waiters = m_naming[key];
    Asker asker{maker.asker, maker.address};
    waiters.push_back({name, std::move(asker), std::move(maker), std::move(done)});
    if (waiters.size() == 1)
        askFor(key);
}

void Rooms::askFor(const QString& key)
{
    m_store.roomNamed(m_naming.at(key).front().name, [this, key](const Result<RoomId>& room) { named(key, room); });
}

void Rooms::named(const QString& key, const Result<RoomId>& room)
{
    if (!room)
        return refused(key, room.error());
    auto waiters = std::move(m_naming.extract(key).mapped());
    for (Waiter& waiter : waiters) {
        open(*room, waiter.asker, [done = std::move(waiter.done)](Result<RoomPin> pin) mutable {
            done(!pin && pin.error().code == ErrorCode::NotFound ? endedMeanwhile() : std::move(pin));
        });
    }
}

void Rooms::refused(const QString& key, Error error)
{
    auto& waiters = m_naming.at(key);
    Waiter& first = waiters.front();
    const Maker maker = std::exchange(first.maker, {});
    if (maker.mayMake && error.code == ErrorCode::NotFound) {
        const std::optional<Error> refusal = maker.mayMake();
        if (!refusal) {
            const NewRoom room{RoomId::random(), first.name, maker.user, maker.address};
            return m_store.makeRoom(room, [this, key](const Result<RoomId>& made) { named(key, made); });
        }
        error = *refusal;
    }
    // Only the first of those who wait is refused: one behind it may make the room.
    Done<RoomPin> done = std::move(first.done);
    waiters.pop_front();
    if (waiters.empty())
        m_naming.erase(key);
    else
        askFor(key);
    done(std::move(error));
}

RoomPin Rooms::load(RoomRecord record, const std::vector<Passed>& passed)
{
    Loaded& loaded = m_loaded[record.room];
    const auto elsewhere = m_elsewhere ? m_elsewhere->in(record.room) : std::vector<Present>();
    loaded.room = std::make_unique<Room>(std::move(record), m_sink, m_wheel, elsewhere);
    m_byName.insert_or_assign(folded(loaded.room->name().text()), loaded.room.get());
    RoomPin pin(*this, *loaded.room);
    for (const auto& [log, event] : passed) {
        if (!log || *log == loaded.room->log())
            take(loaded, event, LogFollower::Haste::Now);
    }
    return pin;
}

void Rooms::committed(const DurableEvent& event)
{
    ++m_committed[event.index()];
    const auto loaded = m_loaded.find(roomOf(event));
    if (loaded != m_loaded.end()) {
        if (m_follower)
            m_follower->committed(loaded->second.room->log(), event);
        return take(loaded->second, event, LogFollower::Haste::Now);
    }
    if (const auto opening = m_opening.find(roomOf(event)); opening != m_opening.end())
        opening->second.passed.push_back({{}, event});
}

void Rooms::found(const LogId& log, const DurableEvent& event)
{
    const auto loaded = m_loaded.find(roomOf(event));
    if (loaded != m_loaded.end() && loaded->second.room->log() == log)
        return take(loaded->second, event, LogFollower::Haste::Soon);
    if (const auto opening = m_opening.find(roomOf(event)); opening != m_opening.end())
        opening->second.passed.push_back({log, event});
}

void Rooms::take(Loaded& loaded, const DurableEvent& event, LogFollower::Haste haste)
{
    Room& room = *loaded.room;
    const qint64 seq = seqOf(event);
    if (seq <= room.head())
        return;
    if (m_follower && seq > room.head() + 1) {
        loaded.tail.hold(event);
        return m_follower->missing(room.id(), haste);
    }
    apply(room, event);
    m_sink.logged(event);
    if (loaded.tail.isEmpty())
        return;
    const RoomPin pin(*this, room); // those who wait may let go of it
    while (const auto next = loaded.tail.next(room.head())) {
        apply(room, *next);
        m_sink.logged(*next);
    }
    for (Callback<void()>& done : loaded.tail.reached(room.head()))
        done();
}

void Rooms::reach(Room& room, qint64 seq, Callback<void()> done)
{
    if (room.head() >= seq || find(room.id()) != &room)
        return done();
    loaded(room).tail.await(seq, std::move(done));
    if (m_follower)
        m_follower->missing(room.id(), LogFollower::Haste::Now);
}

qint64 Rooms::presentIn(const RoomId& room) const
{
    if (const auto found = m_loaded.find(room); found != m_loaded.end())
        return found->second.room->presence().count();
    return m_elsewhere ? m_elsewhere->countIn(room) : 0;
}

std::vector<RoomHead> Rooms::heads() const
{
    std::vector<RoomHead> heads;
    heads.reserve(m_loaded.size());
    for (const auto& [id, loaded] : m_loaded)
        heads.push_back({id, loaded.room->log(), loaded.room->head()});
    return heads;
}

void Rooms::apply(Room& room, const DurableEvent& event)
{
    if (!std::holds_alternative<RoomChanged>(event))
        return room.apply(event);
    forgetName(room);
    room.apply(event);
    m_byName.insert_or_assign(folded(room.name().text()), &room);
}

/// Another room may have the name already: one that was loaded before this one was told of its next.
void Rooms::forgetName(const Room& room)
{
    const auto found = m_byName.find(folded(room.name().text()));
    if (found != m_byName.end() && found->second == &room)
        m_byName.erase(found);
}

void Rooms::retire(Room& room)
{
    const RoomPin pin(*this, room);
    forgetName(room);
    const auto retired = m_retired.emplace(&room, std::move(m_loaded.extract(room.id()).mapped())).first;
    for (Callback<void()>& done : retired->second.tail.reached(std::numeric_limits<qint64>::max()))
        done(); // they find that it has ended
}

void Rooms::forgetAll()
{
    while (!m_loaded.empty())
        retire(*m_loaded.begin()->second.room);
}

Rooms::Loaded& Rooms::loaded(Room& room)
{
    const auto retired = m_retired.find(&room);
    return retired == m_retired.end() ? m_loaded.at(room.id()) : retired->second;
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
    const size_t weight = weightOf(*loaded.room);
    m_lingering.push_back({loaded.room.get(), weight, m_wheel.clock().steady() + lingerTime});
    m_lingeringWeight += weight;
    loaded.lingers = std::prev(m_lingering.end());
    while (m_lingeringWeight > lingerWeight && m_lingering.size() > 1)
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
    forgetName(*oldest.room);
    m_loaded.erase(m_loaded.find(oldest.room->id()));
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
