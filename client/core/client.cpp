#include "core/client.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace parlance::client {

namespace {

constexpr qint64 restoredMessages = 30; // of each room, about a window full; more are paged in (100 in each of 50
                                        // rooms took 55 ms of a start)
constexpr qint64 cachedPageSize = 50;   // where the request does not say
constexpr int pageAttempts = 3;         // changes to old messages are rare; twice in a row hardly happens

std::function<Nonce()> nonceOr(std::function<Nonce()> given)
{
    return given ? given : [] { return Nonce::random(); };
}

Error noLongerThere()
{
    return {ErrorCode::NotJoined, QStringLiteral("The room was left before this was sent"), {}};
}

RoomName roomIn(const FullEvent& event)
{
    return std::visit(
        [](const auto& e) {
            if constexpr (requires { RoomName(e.room); })
                return RoomName(e.room);
            else
                return RoomName();
        },
        event);
}

} // namespace

Client::Client(Transport& transport, DeadlineWheel& wheel, Options options)
    : m_wheel(wheel)
    , m_applier(m_state, wheel)
    , m_connection(transport, wheel, *this, std::move(options.connection))
    , m_outbox(
          wheel, nonceOr(std::move(options.makeNonce)),
          [this](const Outbox::Request& request) {
              std::visit([this](const auto& each) { m_connection.send(each); }, request);
          },
          [this](const RoomName& room, const Nonce& nonce) {
              m_observers.tell(&ClientObserver::outboxChanged, room, nonce);
          })
    , m_joins(m_connection, m_state, wheel, *this)
    , m_readMarks(wheel, [this](const RoomName& room, qint64 n) {
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
    // Where the first join was not answered any more, the room is known from what was written there only.
    for (const OutboxEntry& entry : m_outbox.entries()) {
        if (entry.state != OutboxEntry::State::Failed)
            m_joins.want(entry.room);
    }
    m_cache = &cache;
    add(*m_cacheWriter);
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

void Client::leave(const RoomName& room, Callback<void(Result<Ok>)> done)
{
    LeaveRoom request;
    request.room = room;
    m_connection.ask<Ok>(std::move(request), [this, room, done = std::move(done)](Result<Ok> ok) mutable {
        if (ok || ok.error().code == ErrorCode::NotJoined)
            left(room);
        done(std::move(ok));
    });
}

void Client::left(const RoomName& room)
{
    m_joins.forget(room);
    m_applier.leave(room);
    m_outbox.roomGone(room, noLongerThere());
}

Result<Nonce> Client::say(const RoomName& room, const QString& text, const std::optional<QString>& style)
{
    return m_outbox.add(room, text, style);
}

void Client::fetchHistory(const FetchHistory& request, Callback<void(Result<HistoryPage>)> done)
{
    if (auto page = cachedPage(request)) {
        m_applier.apply(*page);
        return done(*std::move(page));
    }
    fetchHistory(request, std::move(done), pageAttempts);
}

std::optional<HistoryPage> Client::cachedPage(const FetchHistory& request)
{
    const RoomState* room = m_state.room(request.room);
    if (!m_cache || !room)
        return {};
    HistoryPage page;
    page.room = request.room;
    page.messages = cachedMessages(request, *room);
    if (page.messages.empty())
        return {};
    page.moreBefore = page.messages.front().n > 1;
    page.moreAfter = page.messages.back().n < room->n;
    page.asOf = room->head; // every event that was handled is in the cache
    return page;
}

std::vector<MessageState> Client::cachedMessages(const FetchHistory& request, const RoomState& room)
{
    const qint64 limit = request.limit.value_or(cachedPageSize);
    if (const auto seq = request.around) {
        const auto at = m_cache->messageAt(request.room, *seq);
        if (!at)
            return {};
        std::vector<MessageState> messages = m_cache->messagesBefore(request.room, *seq, at->n, limit / 2);
        messages.push_back(*at);
        std::ranges::move(m_cache->messagesAfter(request.room, *seq, at->n, limit / 2 - 1),
                          std::back_inserter(messages));
        return messages;
    }
    const auto bound = request.before ? request.before : request.after;
    if (!bound || !room.messages.has(*bound))
        return {};
    const qint64 n = room.messages[room.messages.rowOf(*bound)].n;
    return request.before ? m_cache->messagesBefore(request.room, *bound, n, limit)
                          : m_cache->messagesAfter(request.room, *bound, n, limit);
}

Searched Client::search(const RoomName& room, const QString& text, qint64 seq, qint64 most) const
{
    if (m_cache)
        return m_cache->search(room, text, seq, most);
    Searched searched;
    const RoomState* state = m_state.room(room);
    for (size_t row = state ? state->messages.rowOf(seq) : 0; row-- > 0;) {
        const MessageState& message = state->messages[row];
        if (message.text && message.text->contains(text, Qt::CaseInsensitive))
            searched.found.push_back(message.seq);
    }
    return searched;
}

void Client::fetchHistory(const FetchHistory& request, Callback<void(Result<HistoryPage>)> done, int attempts)
{
    m_connection.ask<HistoryPage>(request, [this, request, done = std::move(done),
                                            attempts](Result<HistoryPage> page) mutable {
        const bool again = !page && page.error().code == ErrorCode::Busy && m_connection.isGreeted() && attempts > 1;
        if (again && !page.error().retryAfter)
            return fetchHistory(request, std::move(done), attempts - 1);
        done(std::move(page));
    });
}

void Client::setTopic(const RoomName& room, const QString& text, Callback<void(Result<Ok>)> done)
{
    if (!m_connection.isGreeted())
        return done(Error{ErrorCode::Busy, QStringLiteral("Not connected"), {}});
    const Nonce nonce = Nonce::random();
    m_topics.emplace(nonce, std::move(done));
    m_connection.send(SetTopic{room, text, nonce});
}

void Client::answerTopic(const Nonce& nonce, Result<Ok> result)
{
    if (auto node = m_topics.extract(nonce); !node.empty())
        node.mapped()(std::move(result));
}

void Client::hearTopic(const FullEvent& event)
{
    if (const auto* changed = std::get_if<TopicChanged>(&event))
        answerTopic(changed->nonce, Ok{});
    else if (const auto* sent = std::get_if<MessageSent>(&event))
        answerTopic(sent->nonce, Ok{});
    else if (const auto* refused = std::get_if<ErrorReply>(&event); refused && refused->nonce)
        answerTopic(*refused->nonce, toError(*refused));
}

void Client::markRead(const RoomName& room, qint64 n)
{
    const RoomState* state = m_state.room(room);
    if (!state || n <= state->read)
        return;
    m_applier.markRead(room, n);
    m_readMarks.moved(room, n);
}

void Client::markSeen(const RoomName& room, qint64 first, qint64 last)
{
    if (m_applier.markSeen(room, first, last))
        m_readMarks.moved(room, m_state.room(room)->read);
}

void Client::setTyping(const RoomName& room, bool isTyping)
{
    m_connection.send(SetTyping{room, isTyping, {}});
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
    const std::vector<RoomName> before = roomNames();
    const bool isWhole = !welcome.more.value_or(false) || welcome.rooms.empty();
    m_listedUpTo = isWhole ? RoomName() : welcome.rooms.back().room;
    m_applier.apply(welcome);
    m_members = roomNames();
    if (!isWhole) { // whatever else is here may have been left meanwhile, and joining it would undo that
        m_members.clear();
        for (const Membership& membership : welcome.rooms)
            m_members.push_back(membership.room);
    }
    m_outbox.identified(welcome.userId, welcome.limits);
    if (!sameAsBefore)
        return; // the rooms are gone with whom they belonged to; what was written may still be meant
    failWhatWasLeft(before);
}

std::vector<RoomName> Client::roomNames() const
{
    std::vector<RoomName> names;
    for (const auto& [name, room] : m_state.rooms)
        names.push_back(name);
    return names;
}

void Client::failWhatWasLeft(const std::vector<RoomName>& before)
{
    for (const RoomName& name : before) {
        if (!m_state.room(name))
            m_outbox.roomGone(name, noLongerThere());
    }
}

/// Goes through one's memberships page by page, from the one after this room on.
void Client::listMemberships(const RoomName& after)
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
    const bool isList = std::holds_alternative<MembershipsPage>(event);
    const std::vector<RoomName> before = isList ? roomNames() : std::vector<RoomName>();
    const Outcome outcome = m_applier.apply(event);
    failWhatWasLeft(before);
    m_outbox.heard(event);
    hearTopic(event);
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
    for (auto& [nonce, done] : std::exchange(m_topics, {}))
        done(Error{ErrorCode::Busy, QStringLiteral("The connection was lost"), {}});
}

void Client::roomLive(const Joined& joined)
{
    // What was read while there was no connection.
    const RoomState* room = m_state.room(joined.room);
    if (room && room->read > joined.read && room->read <= room->n)
        m_connection.send(MarkRead{joined.room, room->read, {}});
    m_outbox.roomLive(joined.room);
}

void Client::roomFailed(const RoomName& room, const Error& error)
{
    m_outbox.roomGone(room, error);
    if (error.code == ErrorCode::NotFound) // deleted, or goes on under another name
        m_applier.leave(room);
    if (error.code == ErrorCode::TooMany && m_state.room(room))
        return; // a membership beyond what one connection may hold; nobody asked for it just now
    m_observers.tell(&ClientObserver::joinFailed, room, error);
}

void Client::allJoined()
{
    m_connection.resumed();
}

} // namespace parlance::client
