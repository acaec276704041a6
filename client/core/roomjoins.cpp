#include "core/roomjoins.h"

#include <algorithm>

namespace parlance::client {

namespace {

/// By its id, if a room of that name is here.
RoomRef resolved(const RoomRef& room, const ClientState& state)
{
    const auto* name = std::get_if<RoomName>(&room);
    const RoomId known = name ? state.roomCalled(*name) : RoomId();
    return known.isEmpty() ? room : known;
}

} // namespace

/// Where it is known by its id.
const RoomState* RoomJoins::stateOf(const RoomRef& room) const
{
    const auto* id = std::get_if<RoomId>(&room);
    return id ? m_state.room(*id) : nullptr;
}

void RoomJoins::want(const RoomRef& room, IfMissing ifMissing)
{
    const RoomRef wanted = resolved(room, m_state);
    const RoomState* state = stateOf(wanted);
    if (state && state->live)
        return;
    const bool isNew = m_wanted.insert(wanted).second;
    if (ifMissing == IfMissing::Make)
        m_notToMake.erase(wanted);
    else if (isNew)
        m_notToMake.insert(wanted);
    if (m_connection.isGreeted())
        join(wanted);
}

void RoomJoins::forget(const RoomId& room)
{
    m_wanted.erase(room);
    m_queue.erase(room);
    m_pending.erase(room);
    next();
}

void RoomJoins::found(const RoomId& room)
{
    const RoomState* state = m_state.room(room);
    if (m_connection.isGreeted() && !(state && state->live))
        join(room);
}

void RoomJoins::resume(const std::vector<RoomId>& members)
{
    m_resuming = true;
    std::set<RoomRef> rooms = m_wanted;
    rooms.insert(members.begin(), members.end());
    for (const RoomRef& room : rooms) {
        if (!m_pending.contains(room))
            m_queue.insert(room);
    }
    next();
}

void RoomJoins::stop()
{
    m_queue.clear();
    m_pending.clear();
    m_pause.cancel();
    m_resuming = false;
}

void RoomJoins::compare(const std::map<RoomId, qint64>& heads)
{
    for (const auto& [id, head] : heads) {
        const RoomState* room = m_state.room(id);
        if (room && room->live && head > room->head)
            join(id);
    }
}

void RoomJoins::join(const RoomRef& room)
{
    if (m_pending.contains(room))
        return;
    m_queue.insert(room);
    next();
}

/// Asks for those whose turn it is, the preferred one first.
void RoomJoins::next()
{
    while (!m_queue.empty() && m_pending.size() < atOnce && !m_pause.isPending()) {
        const auto preferred = m_queue.find(resolved(m_preferred, m_state));
        const RoomRef room = preferred == m_queue.end() ? *m_queue.begin() : *preferred;
        m_queue.erase(room);
        ask(room, From::Position);
    }
    finish();
}

/// What was asked for before the server said so is answered in the same way and waits with the others.
void RoomJoins::pauseFor(qint64 milliseconds)
{
    m_pause = m_wheel.after(milliseconds, [this] { next(); });
    finish();
}

void RoomJoins::ask(const RoomRef& room, From from)
{
    JoinRoom request;
    if (const auto* id = std::get_if<RoomId>(&room))
        request.room = *id;
    else
        request.name = std::get<RoomName>(room);
    if (request.name && m_notToMake.contains(room))
        request.make = false;
    const RoomState* state = stateOf(room);
    if (from == From::Position && state && !state->log.isEmpty()) {
        request.since = state->head;
        request.log = state->log;
    }
    const qint64 since = request.since.value_or(0);
    m_pending[room] = m_wheel.after(answerWithin, [this, room, from] { ask(room, from); });
    m_connection.ask<Joined>(std::move(request),
                             [this, room, from, since](Result<Joined> joined) { answered(room, from, since, joined); });
}

void RoomJoins::answered(const RoomRef& room, From from, qint64 since, const Result<Joined>& joined)
{
    if (!m_pending.contains(room))
        return; // left meanwhile, or the connection was lost
    if (!joined)
        return refused(room, from, joined.error());
    const auto* id = std::get_if<RoomId>(&room);
    const RoomState* state = id && *id != joined->room ? nullptr : m_state.room(joined->room);
    const bool whole = state && state->log == joined->log && state->head >= joined->head;
    if (whole && !joined->more.value_or(false)) {
        settle(room);
        m_observer.roomLive(*joined, room);
        return next();
    }
    if (whole && state->head > since)
        return ask(room, From::Position);
    // The reply had a hole of its own, or led nowhere. From nothing there is no such thing.
    if (from == From::Position)
        return ask(room, From::Nothing);
    fail(room, {ErrorCode::Internal, QStringLiteral("The server's answer to joining makes no sense"), {}});
}

void RoomJoins::refused(const RoomRef& room, From from, const Error& error)
{
    if (error.code == ErrorCode::RateLimited) {
        m_pending.erase(room);
        m_queue.insert(room);
        return pauseFor(error.retryAfter.value_or(pause));
    }
    if (error.code == ErrorCode::Busy) {
        m_pending[room] = m_wheel.after(error.retryAfter.value_or(pause), [this, room, from] { ask(room, from); });
        return;
    }
    // Perhaps it was one of the missed events that could not be read.
    if (error.code == ErrorCode::BadRequest && from == From::Position && stateOf(room))
        return ask(room, From::Nothing);
    fail(room, error);
}

void RoomJoins::fail(const RoomRef& room, const Error& error)
{
    settle(room);
    m_observer.roomFailed(room, error);
    next();
}

void RoomJoins::settle(const RoomRef& room)
{
    m_pending.erase(room);
    m_wanted.erase(room);
    m_notToMake.erase(room);
}

void RoomJoins::finish()
{
    const RoomRef preferred = resolved(m_preferred, m_state);
    const bool isPutOff = m_pause.isPending() && preferred != RoomRef() && !isWaiting(preferred);
    if (!m_resuming || (!isPutOff && !(m_pending.empty() && m_queue.empty())))
        return;
    m_resuming = false;
    m_observer.allJoined();
}

} // namespace parlance::client
