#pragma once

#include "base/deadlines.h"
#include "base/result.h"
#include "ports/cached.h"
#include "protocol/registry.h"

#include <deque>
#include <functional>
#include <map>
#include <set>

namespace parlance::client {

/// Something that was written, on its way to the server.
struct OutboxEntry : Written {
    enum class State {
        Queued,  ///< goes out when it is its turn and the room is live
        Sent,    ///< went out on this connection; nothing was heard of it yet
        Waiting, ///< the server said "later"; goes out again by itself
        Failed,  ///< a person must decide: again, or discard
    };

    State state = State::Queued;
    qint64 until = 0; ///< of Waiting: steady time, milliseconds
};

/// What is on its way to the server. In a room messages and changes go out in the order written, the next when the one
/// before is acknowledged, and again under the same nonce when nobody knows what became of it, so that each gets into
/// the room once. A failed one does not hold up those behind it. The wheel must outlive it.
class Outbox {
  public:
    static constexpr size_t limit = 1'000;         ///< entries; then add() says so
    static constexpr qint64 answerWithin = 30'000; ///< milliseconds until an unanswered message is repeated
    static constexpr qint64 pause = 1'000;         ///< milliseconds, where the server says "later" without saying when
    static constexpr qint64 shortestPause = 100;   ///< milliseconds, whatever the server says

    using Request = std::variant<SendMessage, EditMessage, DeleteMessage>;
    using Send = std::function<void(const Request& request)>;

    /// An entry was added, changed or removed (then find() says nothing). Nothing of the outbox's may be called from
    /// within but find() and entries().
    using Changed = std::function<void(const RoomId& room, const Nonce& nonce)>;

    Outbox(DeadlineWheel& wheel, std::function<Nonce()> makeNonce, Send send, Changed changed);

    /// Before anything is added: who one was in an earlier run, and what that left, in the order written. What had
    /// failed still has.
    void restore(const UserId& userId, std::vector<Written> written);

    /// Errors: BadRequest (empty), TooLong, TooMany.
    Result<Nonce> add(const RoomId& room, const QString& text, const std::optional<QString>& style = {});
    Result<Nonce> edit(const RoomId& room, const MessageId& target, const QString& text);
    Result<Nonce> remove(const RoomId& room, const MessageId& target);

    /// A failed one goes out again, in the place where it was written. False if there is none such.
    bool retry(const Nonce& nonce);

    /// Not while it is Sent: nobody knows then what is being thrown away.
    bool discard(const Nonce& nonce);

    /// Who one is now. What somebody else wrote and may have got through is failed, never silently sent by another.
    void identified(const UserId& userId, const Limits& limits);

    void roomLive(const RoomId& room);

    /// Left, or not to be joined: what waits there fails.
    void roomGone(const RoomId& room, const Error& error);

    /// Of entries that version 0.1 left for a room that had not been joined, and which go out once place() has told
    /// which room that is.
    std::set<RoomName> namesWithoutRoom() const;
    void place(const RoomName& name, const RoomId& room);
    void nameFailed(const RoomName& name, const Error& error);

    void disconnected();

    /// Looks for our own messages, acknowledgements and refusals in whatever the server says.
    void heard(const FullEvent& event);

    const std::deque<OutboxEntry>& entries() const { return m_entries; }
    const OutboxEntry* find(const Nonce& nonce) const;

  private:
    OutboxEntry* entry(const Nonce& nonce);
    Result<Nonce> queue(OutboxEntry entry);
    void logged(const LogEntry& event);
    void posted(const UserId& author, const Nonce& nonce);
    void posted(const std::vector<MessageState>& messages);
    void acknowledged(const Nonce& nonce);
    void refused(const ErrorReply& reply);
    void pump(const RoomId& room);
    bool transmit(OutboxEntry& entry);
    void wait(OutboxEntry& entry, Error problem);
    void fail(OutboxEntry& entry, Error problem);
    void requeue(OutboxEntry& entry);

    DeadlineWheel& m_wheel;
    std::function<Nonce()> m_makeNonce;
    Send m_send;
    Changed m_changed;
    std::deque<OutboxEntry> m_entries; // in the order written
    std::set<RoomId> m_live;
    std::map<RoomId, Deadline> m_deadlines; // of the one entry that is Sent or Waiting
    UserId m_userId;
    Limits m_limits; // the defaults until identified()
};

} // namespace parlance::client
