#include "core/eventapplier.h"
#include "core/messagechanges.h"

#include <algorithm>
#include <iterator>

/// The part of EventApplier that has to do with a room's log: joining, durable events, pages.
namespace parlance::client {

namespace {

/// The window relies on the order, and a server is not to be trusted with our invariants.
std::vector<MessageState> ordered(std::vector<MessageState> messages)
{
    std::ranges::stable_sort(messages, {}, &MessageState::seq);
    const auto sameSeq = [](const MessageState& a, const MessageState& b) { return a.seq == b.seq; };
    messages.erase(std::unique(messages.begin(), messages.end(), sameSeq), messages.end());
    return messages;
}

Membership membershipOf(const Joined& joined)
{
    return {joined.room, joined.log, joined.name, joined.topic, joined.role, joined.head, joined.n, joined.read};
}

} // namespace

Outcome EventApplier::apply(const FullEvent& event)
{
    // Every type is named: a new one does not compile until somebody has said what it does to the state.
    struct Apply {
        EventApplier& self;
        Outcome operator()(const Welcome& e) const { return self.on(e); }
        Outcome operator()(const Joined& e) const { return self.on(e); }
        Outcome operator()(const MessagePosted& e) const { return self.handle(e); }
        Outcome operator()(const MessageEdited& e) const { return self.handle(e); }
        Outcome operator()(const MessageDeleted& e) const { return self.handle(e); }
        Outcome operator()(const TopicChanged& e) const { return self.handle(e); }
        Outcome operator()(const RoomChanged& e) const { return self.handle(e); }
        Outcome operator()(const UnknownEvent& e) const { return self.handle(e); }
        Outcome operator()(const TypingChanged& e) const { return self.on(e); }
        Outcome operator()(const PresenceChanged& e) const { return self.on(e); }
        Outcome operator()(const UserRenamed& e) const { return self.on(e); }
        Outcome operator()(const RoomJoined& e) const { return self.on(e); }
        Outcome operator()(const RoomLeft& e) const { return self.on(e); }
        Outcome operator()(const ReadMoved& e) const { return self.on(e); }
        Outcome operator()(const HistoryPage& e) const { return self.on(e); }
        Outcome operator()(const SentBefore&) const { return Outcome::Ignored; }
        Outcome operator()(const RoomsPage&) const { return Outcome::Ignored; }
        Outcome operator()(const MembersPage&) const { return Outcome::Ignored; }
        Outcome operator()(const MembershipsPage& e) const { return self.on(e); }
        Outcome operator()(const DevicesList&) const { return Outcome::Ignored; }
        Outcome operator()(const InviteMade&) const { return Outcome::Ignored; }
        Outcome operator()(const InvitesList&) const { return Outcome::Ignored; }
        Outcome operator()(const SecondFactorWanted&) const { return Outcome::Ignored; }
        Outcome operator()(const TotpBegun&) const { return Outcome::Ignored; }
        Outcome operator()(const RecoveryCodes&) const { return Outcome::Ignored; }
        Outcome operator()(const TransferMade&) const { return Outcome::Ignored; }
        Outcome operator()(const Heartbeat&) const { return Outcome::Ignored; }
        Outcome operator()(const Ok&) const { return Outcome::Ignored; }
        Outcome operator()(const ErrorReply&) const { return Outcome::Ignored; }
    };
    return std::visit(Apply{*this}, event);
}

template <class Event>
Outcome EventApplier::handle(const Event& event)
{
    RoomState* room = find(event.room);
    if (!room || room->log.isEmpty() || event.seq <= room->head)
        return Outcome::Ignored;
    if (event.seq > room->head + 1)
        return Outcome::Hole;
    room->head = event.seq;
    room->n = event.n;
    change(*room, event);
    m_observers.tell(&StateObserver::eventHandled, LogEntry(event));
    m_observers.tell(&StateObserver::roomChanged, event.room);
    return Outcome::Applied;
}

void EventApplier::change(RoomState& room, const MessagePosted& event)
{
    if (event.userId == m_state.identity.userId)
        raiseRead(room, event.n);
    endTyping(event.room, room, event.userId);
    // A page may have brought it before; then it is there in a state that is the same or newer.
    if (room.messages.find(event.id))
        return;
    insert(event.room, room, {stateOf(event)});
    trim(event.room, room);
}

void EventApplier::change(RoomState& room, const MessageEdited& event)
{
    const auto row = room.messages.find(event.id);
    if (!row) {
        room.changedOutside = event.seq;
        return;
    }
    MessageState message = room.messages[*row];
    if (client::change(message, event))
        replace(event.room, room, *row, std::move(message));
}

void EventApplier::change(RoomState& room, const MessageDeleted& event)
{
    const auto row = room.messages.find(event.id);
    if (!row) {
        room.changedOutside = event.seq;
        return;
    }
    MessageState message = room.messages[*row];
    if (client::change(message, event))
        replace(event.room, room, *row, std::move(message));
}

void EventApplier::change(RoomState& room, const TopicChanged& event)
{
    if (event.seq > room.describedAt)
        room.topic = event.text;
}

void EventApplier::change(RoomState& room, const RoomChanged& event)
{
    if (event.seq > room.describedAt)
        room.name = event.name;
}

void EventApplier::change(RoomState& room, const UnknownEvent& event)
{
    // Whatever it did, a page that does not reflect it may be older than it.
    room.changedOutside = event.seq;
}

Outcome EventApplier::on(const Joined& joined)
{
    if (m_listed)
        m_listed->insert(joined.room); // perhaps its turn in the list was before it was joined
    RoomState& room = added(membershipOf(joined));
    Outcome outcome = Outcome::Applied;
    if (joined.events && !joined.reset.value_or(false))
        outcome = resume(room, joined);
    else
        startAnew(room, joined);
    if (outcome == Outcome::Applied && !joined.more.value_or(false))
        becomeLive(room, joined);
    m_observers.tell(&StateObserver::roomChanged, joined.room);
    return outcome;
}

Outcome EventApplier::resume(RoomState& room, const Joined& joined)
{
    if (room.log != joined.log)
        return Outcome::Hole;
    for (const LogEntry& event : *joined.events)
        std::visit([this](const auto& e) { handle(e); }, event);
    raiseRead(room, joined.read);
    return room.head < joined.head ? Outcome::Hole : Outcome::Applied;
}

void EventApplier::startAnew(RoomState& room, const Joined& joined)
{
    const RowChange reset{RowChange::Reset, 0, 0};
    m_observers.tell(&StateObserver::messagesChanging, joined.room, reset);
    if (room.log == joined.log) {
        raiseRead(room, joined.read);
    } else {
        room.read = joined.read;
        room.settled.clear();
    }
    room.log = joined.log;
    room.head = joined.head;
    room.n = joined.n;
    room.changedOutside = joined.head;
    room.messages.clear();
    if (joined.history) {
        for (const MessageState& message : *joined.history)
            settle(room, message);
        room.messages.insert(0, ordered(*joined.history));
    }
    m_observers.tell(&StateObserver::messagesChanged, joined.room, reset);
}

void EventApplier::becomeLive(RoomState& room, const Joined& joined)
{
    room.live = true;
    describe(room, membershipOf(joined));
    room.present.clear();
    for (const Present& person : joined.users)
        room.present.emplace(person.id, person.username);
    room.userCount = joined.userCount;
    endAllTyping(joined.room, room);
    m_observers.tell(&StateObserver::presenceChanged, joined.room);
}

Outcome EventApplier::on(const HistoryPage& page)
{
    RoomState* room = find(page.room);
    if (!room)
        return Outcome::Ignored;
    if (page.asOf < room->changedOutside)
        return Outcome::Stale;
    std::vector<MessageState> run; // neighbours that are new, so that they are inserted at one go
    const auto flush = [&] {
        if (!run.empty())
            insert(page.room, *room, std::exchange(run, {}));
    };
    for (MessageState& message : ordered(page.messages)) {
        const MessageWindow& window = room->messages;
        const bool known = window.has(message.seq);
        if (known || (!run.empty() && window.rowOf(message.seq) != window.rowOf(run.front().seq)))
            flush();
        const size_t row = window.rowOf(message.seq);
        if (!known)
            run.push_back(std::move(message));
        else if (window[row].rev < message.rev)
            replace(page.room, *room, row, std::move(message));
    }
    flush();
    return Outcome::Applied;
}

void EventApplier::insert(const RoomId& id, RoomState& room, std::vector<MessageState> run)
{
    const size_t row = room.messages.rowOf(run.front().seq);
    const RowChange change{RowChange::Inserted, row, run.size()};
    m_observers.tell(&StateObserver::messagesChanging, id, change);
    for (const MessageState& message : run)
        settle(room, message);
    room.messages.insert(row, std::move(run));
    m_observers.tell(&StateObserver::messagesChanged, id, change);
}

void EventApplier::replace(const RoomId& id, RoomState& room, size_t row, MessageState message)
{
    const RowChange change{RowChange::Changed, row, 1};
    m_observers.tell(&StateObserver::messagesChanging, id, change);
    settle(room, message);
    room.messages.replace(row, std::move(message));
    m_observers.tell(&StateObserver::messagesChanged, id, change);
}

void EventApplier::trim(const RoomId& id, RoomState& room)
{
    if (room.messages.size() <= windowLimit)
        return;
    const RowChange change{RowChange::Removed, 0, windowCut};
    m_observers.tell(&StateObserver::messagesChanging, id, change);
    room.messages.removeFirst(windowCut);
    m_observers.tell(&StateObserver::messagesChanged, id, change);
}

} // namespace parlance::client
