#include "core/eventapplier.h"

#include <algorithm>

namespace parlance::client {

bool remembersUs(const ClientState& state, const Welcome& welcome)
{
    return state.rooms.empty() || welcome.more.value_or(false) ||
           std::ranges::any_of(welcome.rooms, [&state](const Membership& membership) {
               const RoomState* room = state.room(membership.room);
               return room && room->log == membership.log;
           });
}

EventApplier::EventApplier(ClientState& state, DeadlineWheel& wheel)
    : m_state(state)
    , m_typing(wheel, [this](const RoomId& id, const UserId& user) {
        if (RoomState* room = find(id))
            endTyping(id, *room, user);
    })
{}

void EventApplier::restore(CachedState cached)
{
    m_state.identity.userId = std::move(cached.userId);
    m_state.identity.serverName = std::move(cached.serverName);
    if (auto name = UserName::parse(cached.username))
        m_state.identity.username = *std::move(name);
    for (CachedRoom& from : cached.rooms) {
        RoomState& room = m_state.rooms[from.room];
        room.name = std::move(from.name);
        room.isOwner = from.isOwner;
        room.log = std::move(from.log);
        room.head = from.head;
        room.n = from.n;
        room.read = from.read;
        room.topic = std::move(from.topic);
        room.changedOutside = from.head;
        room.describedAt = from.head;
        for (const MessageState& message : from.messages)
            settle(room, message);
        room.messages.insert(0, std::move(from.messages));
    }
}

Outcome EventApplier::on(const Welcome& welcome)
{
    if (m_state.identity.userId != welcome.userId) {
        while (!m_state.rooms.empty())
            leave(RoomId(m_state.rooms.begin()->first));
    }
    m_state.identity = {welcome.userId,     welcome.username, welcome.token.value_or(QString()),
                        welcome.serverName, welcome.limits,   welcome.account,
                        welcome.device};
    // Where the server has forgotten us, the rooms stay and are joined again.
    m_listed.reset();
    if (remembersUs(m_state, welcome))
        m_listed.emplace();
    for (const Membership& membership : welcome.rooms)
        on(RoomJoined{membership});
    if (!welcome.more.value_or(false))
        forgetUnlisted();
    m_observers.tell(&StateObserver::identityChanged);
    return Outcome::Applied;
}

Outcome EventApplier::on(const MembershipsPage& page)
{
    for (const Membership& membership : page.rooms)
        on(RoomJoined{membership});
    if (!page.more)
        forgetUnlisted();
    return Outcome::Applied;
}

/// A room that was not named by the last page was left on another connection.
void EventApplier::forgetUnlisted()
{
    if (!m_listed)
        return;
    std::vector<RoomId> gone;
    for (const auto& [id, room] : m_state.rooms) {
        if (!m_listed->contains(id))
            gone.push_back(id);
    }
    m_listed.reset();
    for (const RoomId& id : gone)
        leave(id);
}

Outcome EventApplier::on(const RoomJoined& joined)
{
    const Membership& membership = joined.membership;
    if (m_listed)
        m_listed->insert(membership.room);
    const bool isNew = !find(membership.room);
    RoomState& room = added(membership);
    if (isNew)
        room.n = membership.n;
    else if (membership.head >= room.head || membership.log != room.log)
        describe(room, membership);
    raiseRead(room, membership.read);
    m_observers.tell(&StateObserver::roomChanged, membership.room);
    return Outcome::Applied;
}

Outcome EventApplier::on(const RoomLeft& left)
{
    leave(left.room);
    return Outcome::Applied;
}

Outcome EventApplier::on(const ReadMoved& moved)
{
    markRead(moved.room, moved.read);
    return Outcome::Applied;
}

Outcome EventApplier::on(const UserRenamed& renamed)
{
    const UserId& user = renamed.userId;
    const QString& username = renamed.username.text();
    for (auto& [id, room] : m_state.rooms) {
        if (const auto found = room.present.find(user); found != room.present.end()) {
            found->second = username;
            m_observers.tell(&StateObserver::presenceChanged, id);
        }
        if (const auto typist = std::ranges::find(room.typing, user, &Present::id); typist != room.typing.end()) {
            typist->username = username;
            m_observers.tell(&StateObserver::typingChanged, id);
        }
    }
    if (user == m_state.identity.userId) {
        m_state.identity.username = renamed.username;
        m_observers.tell(&StateObserver::identityChanged);
    }
    return Outcome::Applied;
}

namespace {

/// Who is not present any more. An event that names everybody, or as many as a list holds, takes the place of what was
/// `known`.
std::vector<UserId> goneWith(const PresenceChanged& presence, const std::map<UserId, QString>& known)
{
    std::vector<UserId> gone = presence.left;
    if (std::ssize(presence.joined) < std::min<qint64>(presence.userCount, limits::users))
        return gone;
    std::set<UserId> listed;
    for (const Present& person : presence.joined)
        listed.insert(person.id);
    for (const auto& [user, name] : known) {
        if (!listed.contains(user))
            gone.push_back(user);
    }
    return gone;
}

} // namespace

Outcome EventApplier::on(const PresenceChanged& presence)
{
    RoomState* room = find(presence.room);
    if (!room)
        return Outcome::Ignored;
    for (const UserId& user : goneWith(presence, room->present)) {
        room->present.erase(user);
        endTyping(presence.room, *room, user);
    }
    for (const Present& person : presence.joined)
        room->present.insert_or_assign(person.id, person.username);
    room->userCount = presence.userCount;
    m_observers.tell(&StateObserver::presenceChanged, presence.room);
    return Outcome::Applied;
}

Outcome EventApplier::on(const TypingChanged& typing)
{
    RoomState* room = find(typing.room);
    if (!room || typing.userId == m_state.identity.userId)
        return Outcome::Ignored;
    if (!typing.isTyping) {
        endTyping(typing.room, *room, typing.userId);
        return Outcome::Applied;
    }
    m_typing.began(typing.room, typing.userId);
    const auto known = std::ranges::find(room->typing, typing.userId, &Present::id);
    if (known != room->typing.end() && known->username == typing.username)
        return Outcome::Applied;
    if (known != room->typing.end())
        known->username = typing.username;
    else
        room->typing.push_back({typing.userId, typing.username});
    m_observers.tell(&StateObserver::typingChanged, typing.room);
    return Outcome::Applied;
}

void EventApplier::endTyping(const RoomId& id, RoomState& room, const UserId& user)
{
    m_typing.ended(id, user);
    if (std::erase_if(room.typing, [&user](const Present& typist) { return typist.id == user; }) > 0)
        m_observers.tell(&StateObserver::typingChanged, id);
}

void EventApplier::endAllTyping(const RoomId& id, RoomState& room)
{
    while (!room.typing.empty())
        endTyping(id, room, UserId(room.typing.back().id));
}

void EventApplier::markRead(const RoomId& id, qint64 n)
{
    RoomState* room = find(id);
    if (!room || n <= room->read)
        return;
    raiseRead(*room, n);
    m_observers.tell(&StateObserver::roomChanged, id);
}

bool EventApplier::markSeen(const RoomId& id, qint64 first, qint64 last)
{
    RoomState* room = find(id);
    if (!room)
        return false;
    const qint64 unread = room->unread();
    room->settled.insert(std::max(first, room->read + 1), std::min(last, room->n));
    const qint64 read = room->settled.endOfRunAfter(room->read);
    const bool hasMoved = read > room->read;
    raiseRead(*room, read);
    if (hasMoved || room->unread() != unread)
        m_observers.tell(&StateObserver::roomChanged, id);
    return hasMoved;
}

void EventApplier::raiseRead(RoomState& room, qint64 n)
{
    room.read = std::max(room.read, n);
    room.settled.removeUpTo(room.read);
}

/// What was deleted before anybody read it is not unread.
void EventApplier::settle(RoomState& room, const MessageState& message)
{
    if (message.deleted.value_or(false) && message.n > room.read)
        room.settled.insert(message.n, message.n);
}

void EventApplier::leave(const RoomId& id)
{
    RoomState* room = find(id);
    if (!room)
        return;
    endAllTyping(id, *room);
    m_state.rooms.erase(id);
    m_observers.tell(&StateObserver::roomRemoved, id);
}

void EventApplier::disconnected()
{
    m_listed.reset();
    for (auto& [id, room] : m_state.rooms) {
        endAllTyping(id, room);
        room.live = false;
        m_observers.tell(&StateObserver::roomChanged, id);
    }
}

RoomState* EventApplier::find(const RoomId& id)
{
    const auto found = m_state.rooms.find(id);
    return found == m_state.rooms.end() ? nullptr : &found->second;
}

RoomState& EventApplier::added(const Membership& membership)
{
    const auto [found, isNew] = m_state.rooms.try_emplace(membership.room);
    if (isNew) {
        describe(found->second, membership);
        m_observers.tell(&StateObserver::roomAdded, membership.room);
    }
    return found->second;
}

/// What the room is called and may be about is as the server says now, whatever events have yet to come.
void EventApplier::describe(RoomState& room, const Membership& membership)
{
    room.name = membership.name;
    room.topic = membership.topic;
    room.isOwner = membership.role == QStringLiteral("owner");
    room.describedAt = membership.head;
}

} // namespace parlance::client
