#pragma once

#include "base/clock.h"
#include "models/localday.h"
#include "models/timelineitem.h"

namespace parlance::client {

/// Is told which items of a Timeline change. When it is told, they have.
class TimelineObserver {
  public:
    virtual ~TimelineObserver() = default;

    virtual void itemsInserted(size_t first, size_t count) = 0;
    virtual void itemsRemoved(size_t first, size_t count) = 0;
    virtual void itemsChanged(size_t first, size_t count) = 0;
    virtual void itemsReset() = 0;

    /// Somebody is called something else, or came or went: mentions and tags may look different.
    virtual void namesChanged() = 0;
};

/// What is shown of a room, from top to bottom: the messages that are at hand, then one's own that are on their way. An
/// item is made when it is asked for; nothing is kept for each message. Client, notices and clock must outlive it.
class Timeline final : private ClientObserver, private NoticesObserver {
  public:
    static constexpr qint64 groupWithin = 5 * 60'000; ///< milliseconds between two messages of one group

    Timeline(Client& client, Notices& notices, const Clock& clock, RoomId room);
    ~Timeline() override;

    Observers<TimelineObserver>& observers() { return m_observers; }

    const RoomId& room() const { return m_room; }
    size_t size() const;
    TimelineItem item(size_t index) const;

    /// The message with this id or, while it has none, with this nonce.
    std::optional<size_t> find(const QByteArray& key) const;
    static QByteArray keyOf(const TimelineItem& item);

    /// The last message of one's own that can be edited.
    std::optional<size_t> lastOwn() const;

    /// The line "new messages" stands above the message with this `n`; 0: there is none.
    void setFirstNew(qint64 n);
    qint64 firstNew() const { return m_firstNew; }
    std::optional<size_t> firstNewRow() const { return rowOfOrdinal(m_firstNew); } ///< if it is at hand
    std::optional<size_t> rowOfOrdinal(qint64 n) const { return window().rowOfOrdinal(n); }

    /// The `seq` of a message before which others exist that are not at hand.
    std::optional<qint64> gapBefore(size_t index) const;

    UserId self() const { return m_client.state().identity.userId; }
    qint64 now() const { return m_clock.wall(); }

    /// What somebody is called, as far as is known here.
    QString nameOf(const UserId& user) const;

  private:
    struct Pending {
        MessageState message;
        Nonce nonce;
    };

    void messagesChanged(const RoomId& room, const RowChange& change) override;
    void outboxChanged(const RoomId& room, const Nonce& nonce) override;
    void phaseChanged() override;
    void identityChanged() override;
    void presenceChanged(const RoomId& room) override;
    void roomRemoved(const RoomId& room) override;
    void noticed(const RoomId& room, qint64 after) override;

    const MessageWindow& window() const;
    const MessageState& messageAt(size_t index) const;
    bool isOwn(const MessageState& message) const;
    bool belongTogether(size_t index) const; // with the one before
    bool startsDay(size_t index) const;
    void setFate(TimelineItem& item, const OutboxEntry& entry) const;
    const OutboxEntry* changeOf(const MessageId& message) const;
    std::vector<const OutboxEntry*> waiting() const;
    void compareWaiting();
    void addPending(size_t at, const OutboxEntry& entry);
    void refreshChanges();
    void around(size_t first, size_t count);
    void insertedRows(size_t first, size_t count);

    Client& m_client;
    Notices& m_notices;
    const Clock& m_clock;
    RoomId m_room;
    UserId m_self; // as it was told of last
    bool m_isOnline = false;
    Observers<TimelineObserver> m_observers;
    std::vector<Pending> m_pending;
    std::map<MessageId, Nonce> m_changes; // edits and deletions on their way
    qint64 m_firstNew = 0;
    mutable LocalDay m_day;
};

} // namespace parlance::client
