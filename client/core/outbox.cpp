#include "core/outbox.h"

#include "net/requests.h"

#include <algorithm>
#include <utility>

namespace parlance::client {

using State = OutboxEntry::State;

namespace {

Outbox::Request requestFor(const OutboxEntry& entry)
{
    switch (entry.kind) {
    case OutboxEntry::Kind::Message:
        break;
    case OutboxEntry::Kind::Edit:
        return EditMessage{entry.room, entry.target, entry.text, entry.nonce};
    case OutboxEntry::Kind::Deletion:
        return DeleteMessage{entry.room, entry.target, entry.nonce};
    }
    return SendMessage{entry.room, entry.text, entry.nonce, entry.style};
}

} // namespace

Outbox::Outbox(DeadlineWheel& wheel, std::function<Nonce()> makeNonce, Send send, Changed changed)
    : m_wheel(wheel)
    , m_makeNonce(std::move(makeNonce))
    , m_send(std::move(send))
    , m_changed(std::move(changed))
{}

void Outbox::restore(const UserId& userId, std::vector<Written> written)
{
    m_userId = userId;
    for (Written& each : written) {
        const State state = each.problem ? State::Failed : State::Queued;
        m_entries.push_back({std::move(each), state, 0});
    }
}

Result<Nonce> Outbox::add(const RoomId& room, const QString& text, const std::optional<QString>& style)
{
    OutboxEntry entry;
    entry.room = room;
    entry.text = text;
    entry.style = style;
    return queue(std::move(entry));
}

Result<Nonce> Outbox::edit(const RoomId& room, const MessageId& target, const QString& text)
{
    OutboxEntry entry;
    entry.kind = OutboxEntry::Kind::Edit;
    entry.room = room;
    entry.target = target;
    entry.text = text;
    return queue(std::move(entry));
}

Result<Nonce> Outbox::remove(const RoomId& room, const MessageId& target)
{
    OutboxEntry entry;
    entry.kind = OutboxEntry::Kind::Deletion;
    entry.room = room;
    entry.target = target;
    return queue(std::move(entry));
}

Result<Nonce> Outbox::queue(OutboxEntry entry)
{
    if (entry.text.isEmpty() && entry.kind != OutboxEntry::Kind::Deletion)
        return Error{ErrorCode::BadRequest, QStringLiteral("There is nothing to send"), {}};
    if (!m_userId.isEmpty() && entry.text.size() > m_limits.text)
        return Error{ErrorCode::TooLong, QStringLiteral("Longer than %1 characters").arg(m_limits.text), {}};
    if (m_entries.size() >= limit)
        return Error{ErrorCode::TooMany, QStringLiteral("%1 messages are waiting already").arg(limit), {}};
    const Nonce nonce = m_makeNonce();
    const RoomId room = entry.room;
    entry.nonce = nonce;
    entry.userId = m_userId;
    m_entries.push_back(std::move(entry));
    m_changed(room, nonce);
    pump(room);
    return nonce;
}

bool Outbox::retry(const Nonce& nonce)
{
    OutboxEntry* failed = entry(nonce);
    if (!failed || failed->state != State::Failed)
        return false;
    failed->userId = m_userId;
    requeue(*failed);
    pump(RoomId(failed->room));
    return true;
}

bool Outbox::discard(const Nonce& nonce)
{
    const OutboxEntry* unwanted = find(nonce);
    if (!unwanted || unwanted->state == State::Sent)
        return false;
    acknowledged(nonce);
    return true;
}

void Outbox::identified(const UserId& userId, const Limits& limits)
{
    m_userId = userId;
    m_limits = limits;
    for (OutboxEntry& each : m_entries) {
        const bool foreign = each.userId != userId;
        if (foreign && each.wasSent && each.state != State::Failed)
            fail(each, {ErrorCode::Unauthenticated, QStringLiteral("Written as somebody else. Send it again?"), {}});
        else if (foreign && !each.wasSent)
            each.userId = userId;
    }
}

void Outbox::roomLive(const RoomId& room)
{
    m_live.insert(room);
    pump(room);
}

void Outbox::roomGone(const RoomId& room, const Error& error)
{
    m_live.erase(room);
    for (OutboxEntry& each : m_entries) {
        if (each.room == room && each.state != State::Failed)
            fail(each, error);
    }
}

std::set<RoomName> Outbox::namesWithoutRoom() const
{
    std::set<RoomName> names;
    for (const OutboxEntry& each : m_entries) {
        if (each.room.isEmpty())
            names.insert(each.name);
    }
    return names;
}

void Outbox::place(const RoomName& name, const RoomId& room)
{
    for (OutboxEntry& each : m_entries) {
        if (!each.room.isEmpty() || each.name != name)
            continue;
        each.room = room;
        m_changed(room, each.nonce);
    }
    pump(room);
}

void Outbox::nameFailed(const RoomName& name, const Error& error)
{
    for (OutboxEntry& each : m_entries) {
        if (each.room.isEmpty() && each.name == name && each.state != State::Failed)
            fail(each, error);
    }
}

void Outbox::disconnected()
{
    m_live.clear();
    for (OutboxEntry& each : m_entries) {
        if (each.state == State::Sent) {
            m_deadlines.erase(each.room);
            requeue(each);
        }
    }
}

void Outbox::heard(const FullEvent& event)
{
    if (m_entries.empty())
        return;
    if (const auto* message = std::get_if<MessagePosted>(&event))
        return logged(*message);
    if (const auto* edited = std::get_if<MessageEdited>(&event))
        return logged(*edited);
    if (const auto* deleted = std::get_if<MessageDeleted>(&event))
        return logged(*deleted);
    if (const auto* sent = std::get_if<SentBefore>(&event))
        return acknowledged(sent->nonce);
    if (const auto* error = std::get_if<ErrorReply>(&event))
        return refused(*error);
    if (const auto* page = std::get_if<HistoryPage>(&event))
        return posted(page->messages);
    if (const auto* joined = std::get_if<Joined>(&event)) {
        posted(joined->history.value_or(std::vector<MessageState>{}));
        for (const LogEntry& missed : joined->events.value_or(std::vector<LogEntry>{}))
            logged(missed);
    }
}

void Outbox::logged(const LogEntry& event)
{
    std::visit(
        [this](const auto& e) {
            if constexpr (requires {
                              e.nonce;
                              e.userId;
                          })
                posted(e.userId, e.nonce);
        },
        event);
}

void Outbox::posted(const std::vector<MessageState>& messages)
{
    for (const MessageState& message : messages) {
        if (message.nonce)
            posted(message.userId, *message.nonce);
    }
}

void Outbox::posted(const UserId& author, const Nonce& nonce)
{
    if (author == m_userId)
        acknowledged(nonce);
}

/// Gone from the outbox, whatever it was waiting for.
void Outbox::acknowledged(const Nonce& nonce)
{
    const auto done = std::ranges::find(m_entries, nonce, &OutboxEntry::nonce);
    if (done == m_entries.end())
        return;
    const RoomId room = done->room;
    if (done->state == State::Sent || done->state == State::Waiting)
        m_deadlines.erase(room);
    m_entries.erase(done);
    m_changed(room, Nonce(nonce));
    pump(room);
}

void Outbox::refused(const ErrorReply& reply)
{
    OutboxEntry* sent = reply.nonce ? entry(*reply.nonce) : nullptr;
    if (!sent || sent->state != State::Sent)
        return;
    m_deadlines.erase(sent->room);
    Error problem = toError(reply);
    if (problem.code == ErrorCode::RateLimited || problem.code == ErrorCode::Busy)
        return wait(*sent, std::move(problem));
    const RoomId room = sent->room;
    fail(*sent, std::move(problem));
    pump(room);
}

/// Sends the next one of a room, if none is on its way.
void Outbox::pump(const RoomId& room)
{
    if (!m_live.contains(room))
        return;
    // One that failed and is tried again may stand before one that is on its way.
    const bool busy = std::ranges::any_of(m_entries, [&room](const OutboxEntry& each) {
        return each.room == room && (each.state == State::Sent || each.state == State::Waiting);
    });
    if (busy)
        return;
    for (OutboxEntry& each : m_entries) {
        if (each.room == room && each.state == State::Queued && transmit(each))
            return;
    }
}

/// False: it would be refused, or close the connection, so it has failed without being sent.
bool Outbox::transmit(OutboxEntry& next)
{
    if (next.text.size() > m_limits.text) {
        fail(next, {ErrorCode::TooLong, QStringLiteral("Longer than %1 characters").arg(m_limits.text), {}});
        return false;
    }
    next.state = State::Sent;
    next.wasSent = true;
    next.problem.reset();
    const Nonce nonce = next.nonce;
    m_deadlines[next.room] = m_wheel.after(answerWithin, [this, nonce] {
        if (OutboxEntry* unanswered = entry(nonce)) {
            requeue(*unanswered);
            pump(RoomId(unanswered->room));
        }
    });
    m_changed(next.room, nonce); // first, so that it is kept before anybody can have it
    m_send(requestFor(next));
    return true;
}

void Outbox::wait(OutboxEntry& later, Error problem)
{
    const qint64 delay = std::max(problem.retryAfter.value_or(pause), shortestPause);
    later.state = State::Waiting;
    later.problem = std::move(problem);
    later.until = m_wheel.clock().steady() + delay;
    const Nonce nonce = later.nonce;
    m_deadlines[later.room] = m_wheel.after(delay, [this, nonce] {
        if (OutboxEntry* again = entry(nonce)) {
            requeue(*again);
            pump(RoomId(again->room));
        }
    });
    m_changed(later.room, nonce);
}

void Outbox::fail(OutboxEntry& failed, Error problem)
{
    if (failed.state == State::Sent || failed.state == State::Waiting)
        m_deadlines.erase(failed.room);
    failed.state = State::Failed;
    failed.problem = std::move(problem);
    m_changed(failed.room, failed.nonce);
}

void Outbox::requeue(OutboxEntry& again)
{
    again.state = State::Queued;
    again.problem.reset();
    m_changed(again.room, again.nonce);
}

const OutboxEntry* Outbox::find(const Nonce& nonce) const
{
    const auto found = std::ranges::find(m_entries, nonce, &OutboxEntry::nonce);
    return found == m_entries.end() ? nullptr : &*found;
}

OutboxEntry* Outbox::entry(const Nonce& nonce)
{
    const auto found = std::ranges::find(m_entries, nonce, &OutboxEntry::nonce);
    return found == m_entries.end() ? nullptr : &*found;
}

} // namespace parlance::client
