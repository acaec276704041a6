#pragma once

#include "domain/decision.h"
#include "ports/records.h"

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

namespace parlance {

/// One room of the MemoryStore: the log, and beside it the messages as they are now.
class MemoryLog {
  public:
    explicit MemoryLog(NewRoom made);

    /// See Store::append. `named`: see Facts.
    Result<Appended> append(const NewEvent& event, std::optional<RoomId> named);

    EventSlice slice(qint64 since, qint64 count) const;
    Result<EventSlice> eventsAfter(const UserId& reader, qint64 since, qint64 count) const;
    Result<MessageSlice> messages(const UserId& reader, const MessageQuery& query) const;

    RoomSummary summary() const;
    RoomSize size() const;
    Membership membership(const UserId& user) const;
    const LogId& log() const { return m_log; }
    const RoomName& name() const { return m_name; }
    const UserId& maker() const { return m_maker; }
    qint64 head() const { return qint64(m_events.size()); }
    qint64 count() const { return qint64(m_messages.size()); }
    const QString& topic() const { return m_topic; }

    std::map<UserId, qint64> reads; ///< the members' read marks

  private:
    /// Takes the text out of an event of which another holds the newer one.
    void blank(qint64 seq);
    bool mayRead(const UserId& reader) const;
    Facts factsOf(const NewEvent& event) const;
    void apply(const MessagePosted& message);
    void apply(const MessageEdited& edit);
    void apply(const MessageDeleted& deletion);
    void apply(const TopicChanged& topic);
    void apply(const RoomChanged& change);
    std::vector<MessageState> shownIn(size_t begin, size_t end, size_t limit) const;

    RoomId m_room;
    RoomName m_name;
    UserId m_maker;
    LogId m_log = LogId::random();
    QString m_topic;
    qint64 m_lastTime = 0;
    std::vector<DurableEvent> m_events;   // seq - 1 is the index
    std::vector<MessageState> m_messages; // n - 1 is the index
    std::unordered_map<MessageId, size_t> m_messageIndex;
    std::set<size_t> m_shown;                            // indexes of those that are not deleted
    std::map<std::pair<UserId, Nonce>, qint64> m_nonces; // -> seq
};

} // namespace parlance
