#pragma once

#include "core/cachewriter.h"
#include "core/clientobserver.h"
#include "core/drafts.h"
#include "core/historypages.h"
#include "core/outbox.h"
#include "core/readmarks.h"
#include "core/roomchanges.h"
#include "core/roomjoins.h"
#include "net/connection.h"

namespace parlance::client {

/// A whole client without a face: one identity on one server. It puts the parts together and decides nothing itself:
///
///     Transport -> Connection -> EventApplier -> ClientState   what the server says
///                             -> Outbox, RoomJoins             what that answers
///                             -> CacheWriter -> Cache          what the next start begins with
///
/// Single-threaded. Transport and wheel must outlive it; it must not be destroyed from inside one of its callbacks.
class Client final : private ConnectionObserver, private RoomJoinsObserver {
  public:
    struct Options {
        Connection::Options connection;
        std::function<Nonce()> makeNonce = {}; ///< absent: random UUIDs
        Cache* cache = nullptr;                ///< absent: everything ends with the client. Must outlive it
        /// Called once, when the cache has failed and nothing is saved any more; from inside whatever was being saved.
        std::function<void(const Error&)> cacheFailed = {};
    };

    /// With what the cache holds it begins as after a lost connection: rooms, messages and outbox are there at once.
    Client(Transport& transport, DeadlineWheel& wheel, Options options);
    ~Client() override;
    Client(Transport& transport, DeadlineWheel& wheel)
        : Client(transport, wheel, Options{})
    {}

    void add(ClientObserver& observer);
    void remove(ClientObserver& observer);

    const ClientState& state() const { return m_state; }
    const Outbox& outbox() const { return m_outbox; }

    /// Start and stop, phase, countdown; and ask() for what does not touch the state (directory, members, rename).
    Connection& connection() { return m_connection; }
    const Connection& connection() const { return m_connection; }

    /// What was said before the messages that are at hand, and searching in it.
    HistoryPages& history() { return m_history; }

    /// Now or with the next connection; see ClientObserver::joinFailed().
    void join(const RoomRef& room, IfMissing ifMissing = IfMissing::Make) { m_joins.want(room, ifMissing); }

    /// Somebody looks at this room, or waits for it: it is joined before all others.
    void prefer(const RoomRef& room) { m_joins.prefer(room); }

    /// Ends the membership. What waits in the room's outbox fails.
    void leave(const RoomId& room, Callback<void(Result<Ok>)> done);

    Result<Nonce> say(const RoomId& room, const QString& text, const std::optional<QString>& style = {});
    Result<Nonce> edit(const RoomId& room, const MessageId& message, const QString& text)
    {
        return m_outbox.edit(room, message, text);
    }
    Result<Nonce> remove(const RoomId& room, const MessageId& message) { return m_outbox.remove(room, message); }
    bool retry(const Nonce& nonce) { return m_outbox.retry(nonce); }
    bool discard(const Nonce& nonce) { return m_outbox.discard(nonce); }

    /// Now or not at all: without a connection, or when that is lost first, it fails.
    void setTopic(const RoomId& room, const QString& text, Callback<void(Result<Ok>)> done);

    /// In the same way. Only the room's owner may.
    void setName(const RoomId& room, const RoomName& name, Callback<void(Result<Ok>)> done);

    /// Somebody says that they have read everything up to message number `n`, whether they have or not.
    void markRead(const RoomId& room, qint64 n);

    /// Messages `first` to `last` (ordinal numbers) were before somebody's eyes. The server and one's other devices
    /// learn of it when nothing above them is left unread.
    void markSeen(const RoomId& room, qint64 first, qint64 last);
    void setTyping(const RoomId& room, bool isTyping);

    /// What somebody has begun to write in a room; empty: nothing.
    QString draft(const RoomId& room) const { return m_drafts.text(room); }
    void setDraft(const RoomId& room, const QString& text) { m_drafts.setText(room, text); }

    /// The edit that somebody has begun in a room, while the draft waits.
    std::optional<EditDraft> editDraft(const RoomId& room) const { return m_drafts.edit(room); }
    void setEditDraft(const RoomId& room, const std::optional<EditDraft>& edit) { m_drafts.setEdit(room, edit); }

  private:
    // ConnectionObserver
    void codeWanted() override;
    void phaseChanged() override;
    void greeted(const Welcome& welcome) override;
    std::optional<Error> received(const FullEvent& event) override;
    void lost() override;

    // RoomJoinsObserver
    void roomLive(const Joined& joined, const RoomRef& asked) override;
    void roomFailed(const RoomRef& room, const Error& error) override;
    void allJoined() override;

    void restore(Options& options, DeadlineWheel& wheel);
    void left(const RoomId& room);
    void deleted(const RoomId& room);
    std::vector<RoomId> roomIds() const;
    void sendToUnlisted(const std::vector<RoomId>& before);
    void listMemberships(const RoomId& after);
    void placeNamed();
    void follow(const FullEvent& event, Outcome outcome);

    DeadlineWheel& m_wheel;
    ClientState m_state;
    EventApplier m_applier;
    Observers<ClientObserver> m_observers;
    Connection m_connection;
    HistoryPages m_history;
    Outbox m_outbox;
    RoomJoins m_joins;
    ReadMarks m_readMarks;
    std::optional<CacheWriter> m_cacheWriter;
    Drafts m_drafts;
    std::vector<RoomId> m_members; // that the last welcome named, or all that are here where it named all
    RoomId m_listedUpTo;           // the last of them, where it did not name all; else empty
    Deadline m_listAgain;
    RoomChanges m_changes;
    std::optional<UserName> m_forgottenName; // to be told to a server that has lost its memory
};

} // namespace parlance::client
