#include "core/client.h"

#include <algorithm>
#include <utility>

namespace parlance::client {

namespace {

constexpr qint64 restoredMessages = 30; // of each room, about a window full; more are paged in (100 in each of 50
                                        // rooms took 55 ms of a start)

std::function<Nonce()> nonceOr(std::function<Nonce()> given)
{
    return given ? given : [] { return Nonce::random(); };
}

Error noLongerThere()
{
    return {ErrorCode::NotJoined, QStringLiteral("The room was left before this was sent"), {}};
}

Error wasDeleted()
{
    return {ErrorCode::NotFound, QStringLiteral("The room was deleted before this was sent"), {}};
}

Error notConnected()
{
    return {ErrorCode::Busy, QStringLiteral("Not connected"), {}};
}

RoomId roomIn(const FullEvent& event)
{
    return std::visit(
        [](const auto& e) {
            if constexpr (requires { RoomId(e.room); })
                return RoomId(e.room);
            else
                return RoomId();
        },
        event);
}

} // namespace

Client::Client(Transport& transport, DeadlineWheel& wheel, Options options)
    : m_wheel(wheel)
    , m_applier(m_state, wheel)
    , m_connection(transport, wheel, *this, std::move(options.connection))
    , m_history(m_connection, m_applier, m_state)
    , m_outbox(
          wheel, nonceOr(std::move(options.makeNonce)),
          [this](const Outbox::Request& request) {
              std::visit([this](const auto& each) { m_connection.send(each); }, request);
          },
          [this](const RoomId& room, const Nonce& nonce) {
              m_observers.tell(&ClientObserver::outboxChanged, room, nonce);
          })
    , m_joins(m_connection, m_state, wheel, *this)
    , m_readMarks(wheel, [this](const RoomId& room, qint64 n) {
        m_connection.send(MarkRead{room, n, {}});
    })
{
    if (options.cache)
        restore(options, wheel);
}

Client::~Client()
{
    if (m_cacheWriter)
        remove(*m_cacheWriter);
}

void Client::restore(Options& options, DeadlineWheel& wheel)
{
    Cache& cache = *options.cache;
    CachedState cached = cache.load(restoredMessages);
    m_outbox.restore(cached.userId, std::exchange(cached.outbox, {}));
    m_cacheWriter.emplace(cache, m_state, m_outbox, wheel, std::move(options.cacheFailed));
    m_drafts.restore(cached, *m_cacheWriter);
    m_applier.restore(std::move(cached));
    m_history.setCache(cache);
    add(*m_cacheWriter);
    placeNamed();
    // Where the first join was not answered any more, the room is known from what was written there only.
    for (const OutboxEntry& entry : m_outbox.entries()) {
        if (entry.state != OutboxEntry::State::Failed)
            m_joins.want(entry.room.isEmpty() ? RoomRef(entry.name) : RoomRef(entry.room));
    }
}

void Client::add(ClientObserver& observer)
{
    m_observers.add(observer);
    m_applier.observers().add(observer);
}

void Client::remove(ClientObserver& observer)
{
    m_observers.remove(observer);
    m_applier.observers().remove(observer);
}

void Client::leave(const RoomId& room, Callback<void(Result<Ok>)> done)
{
    LeaveRoom request;
    request.room = room;
    m_connection.ask<Ok>(std::move(request), [this, room, done = std::move(done)](Result<Ok> ok) mutable {
        if (ok || ok.error().code == ErrorCode::NotJoined)
            left(room);
        done(std::move(ok));
    });
}

void Client::left(const RoomId& room)
{
    m_joins.forget(room);
    m_applier.leave(room);
    m_outbox.roomGone(room, noLongerThere());
}

Result<Nonce> Client::say(const RoomId& room, const QString& text, const std::optional<QString>& style)
{
    return m_outbox.add(room, text, style);
}

void Client::setTopic(const RoomId& room, const QString& text, Callback<void(Result<Ok>)> done)
{
    if (!m_connection.isGreeted())
        return done(notConnected());
    m_connection.send(SetTopic{room, text, m_changes.add(std::move(done))});
}

void Client::setName(const RoomId& room, const RoomName& name, Callback<void(Result<Ok>)> done)
{
    if (!m_connection.isGreeted())
        return done(notConnected());
    m_connection.send(SetRoom{room, name, m_changes.add(std::move(done))});
}

void Client::markRead(const RoomId& room, qint64 n)
{
    const RoomState* state = m_state.room(room);
    if (!state || n <= state->read)
        return;
    m_applier.markRead(room, n);
    m_readMarks.moved(room, n);
}

void Client::markSeen(const RoomId& room, qint64 first, qint64 last)
{
    if (m_applier.markSeen(room, first, last))
        m_readMarks.moved(room, m_state.room(room)->read);
}

void Client::setTyping(const RoomId& room, bool isTyping)
{
    m_connection.send(SetTyping{room, isTyping, {}});
}

void Client::codeWanted()
{
    m_observers.tell(&ClientObserver::codeWanted);
}

void Client::phaseChanged()
{
    m_observers.tell(&ClientObserver::phaseChanged);
    if (m_connection.phase() != Phase::Resuming)
        return;
    // Before anything is said under the name that the server makes up.
    if (m_forgottenName) {
        m_connection.ask<UserRenamed>(Rename{*m_forgottenName, {}}, [this](Result<UserRenamed> renamed) {
            if (renamed || renamed.error().code != ErrorCode::Busy) // else with the next connection
                m_forgottenName.reset();
        });
    }
    m_joins.resume(m_members);
    if (!m_listedUpTo.isEmpty())
        listMemberships(m_listedUpTo);
}

void Client::greeted(const Welcome& welcome)
{
    const bool sameAsBefore = m_state.identity.userId == welcome.userId;
    if (!sameAsBefore)
        m_forgottenName.reset();
    else if (!remembersUs(m_state, welcome) && welcome.username != m_state.identity.username)
        m_forgottenName = m_state.identity.username;
    const std::vector<RoomId> before = roomIds();
    const bool isWhole = !welcome.more.value_or(false) || welcome.rooms.empty();
    m_listedUpTo = isWhole ? RoomId() : welcome.rooms.back().room;
    m_applier.apply(welcome);
    m_members = roomIds();
    if (!isWhole) { // whatever else is here may have been left meanwhile, and joining it would undo that
        m_members.clear();
        for (const Membership& membership : welcome.rooms)
            m_members.push_back(membership.room);
    }
    m_outbox.identified(welcome.userId, welcome.limits);
    placeNamed();
    if (!sameAsBefore)
        return; // the rooms are gone with whom they belonged to; what was written may still be meant
    sendToUnlisted(before);
}

std::vector<RoomId> Client::roomIds() const
{
    std::vector<RoomId> ids;
    for (const auto& [id, room] : m_state.rooms)
        ids.push_back(id);
    return ids;
}

/// Of the rooms that were known before, those that the list of memberships did not name were left on another
/// connection. What was written there may have got through before: it goes out, and the server's answer decides.
void Client::sendToUnlisted(const std::vector<RoomId>& before)
{
    for (const RoomId& id : before) {
        if (!m_state.room(id))
            m_outbox.roomLive(id);
    }
}

/// What was written in version 0.1 in rooms that were not joined yet finds its place once there is a room of that name.
void Client::placeNamed()
{
    for (const RoomName& name : m_outbox.namesWithoutRoom()) {
        if (const RoomId room = m_state.roomCalled(name); !room.isEmpty())
            m_outbox.place(name, room);
    }
    for (const RoomName& name : m_drafts.namesWithoutRoom()) {
        if (const RoomId room = m_state.roomCalled(name); !room.isEmpty())
            m_drafts.place(name, room);
    }
}

/// Goes through one's memberships page by page, from the one after this room on.
void Client::listMemberships(const RoomId& after)
{
    ListMemberships request;
    request.after = after;
    m_connection.ask<MembershipsPage>(std::move(request), [this, after](const Result<MembershipsPage>& page) {
        constexpr qint64 pause = 1'000; // milliseconds, where the server does not say
        if (!m_connection.isGreeted())
            return; // the next welcome begins anew
        if (!page) {
            m_listAgain =
                m_wheel.after(page.error().retryAfter.value_or(pause), [this, after] { listMemberships(after); });
            return;
        }
        for (const Membership& membership : page->rooms)
            m_joins.found(membership.room);
        if (page->more && !page->rooms.empty())
            listMemberships(page->rooms.back().room);
    });
}

std::optional<Error> Client::received(const FullEvent& event)
{
    if (const auto* gone = std::get_if<RoomLeft>(&event); gone && gone->reason != QStringLiteral("left")) {
        deleted(gone->room);
        return std::nullopt;
    }
    const bool isList = std::holds_alternative<MembershipsPage>(event);
    const std::vector<RoomId> before = isList ? roomIds() : std::vector<RoomId>();
    const Outcome outcome = m_applier.apply(event);
    sendToUnlisted(before);
    m_outbox.heard(event);
    m_changes.hear(event);
    placeNamed();
    follow(event, outcome);
    if (outcome == Outcome::Stale)
        return Error{ErrorCode::Busy, QStringLiteral("The messages changed while they were being read"), {}};
    return std::nullopt;
}

/// What an event makes us do; what it means to the state has been seen to.
void Client::follow(const FullEvent& event, Outcome outcome)
{
    if (const auto* heartbeat = std::get_if<Heartbeat>(&event))
        m_joins.compare(heartbeat->heads);
    else if (const auto* joined = std::get_if<RoomJoined>(&event))
        m_joins.want(joined->membership.room);
    else if (const auto* gone = std::get_if<RoomLeft>(&event))
        left(gone->room);
    else if (outcome == Outcome::Hole && !std::holds_alternative<Joined>(event))
        m_joins.hole(roomIn(event));
}

void Client::lost()
{
    m_joins.stop();
    m_listAgain.cancel();
    m_readMarks.stop();
    m_outbox.disconnected();
    m_applier.disconnected();
    m_changes.failAll({ErrorCode::Busy, QStringLiteral("The connection was lost"), {}});
}

void Client::roomLive(const Joined& joined, const RoomRef& asked)
{
    // What was read while there was no connection.
    const RoomState* room = m_state.room(joined.room);
    if (room && room->read > joined.read && room->read <= room->n)
        m_connection.send(MarkRead{joined.room, room->read, {}});
    m_outbox.roomLive(joined.room);
    if (const auto* name = std::get_if<RoomName>(&asked)) {
        m_outbox.place(*name, joined.room);
        m_observers.tell(&ClientObserver::joinedByName, *name, joined.room);
    }
}

void Client::roomFailed(const RoomRef& room, const Error& error)
{
    const auto* id = std::get_if<RoomId>(&room);
    const bool isHere = id && m_state.room(*id);
    if (isHere && error.code == ErrorCode::NotFound)
        return deleted(*id);
    if (id)
        m_outbox.roomGone(*id, error);
    else
        m_outbox.nameFailed(std::get<RoomName>(room), error);
    if (isHere && error.code == ErrorCode::TooMany)
        return; // a membership beyond what one connection may hold; nobody asked for it just now
    m_observers.tell(&ClientObserver::joinFailed, room, error);
}

/// Somebody else has ended the room.
void Client::deleted(const RoomId& room)
{
    const RoomState* state = m_state.room(room);
    const RoomName name = state ? state->name : RoomName();
    m_joins.forget(room);
    m_applier.leave(room);
    m_outbox.roomGone(room, wasDeleted());
    if (state)
        m_observers.tell(&ClientObserver::roomDeleted, room, name);
}

void Client::allJoined()
{
    m_connection.resumed();
}

} // namespace parlance::client
