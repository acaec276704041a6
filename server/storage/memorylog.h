#pragma once

#include "base/result.h"
#include "ports/records.h"

#include <map>
#include <unordered_map>

namespace parlance {

/// One room of the MemoryStore: the log, and beside it the messages as they are now.
class MemoryLog {
  public:
    explicit MemoryLog(RoomName name);

    /// See Store::append for the order of the decisions.
    Result<Appended> append(const NewEvent& event);

    /// Goes on under another name and as another log.
    void rename(const RoomName& name);

    EventSlice eventsAfter(qint64 since, qint64 count) const;
    MessageSlice messages(const MessageQuery& query) const;

    RoomSummary summary() const;
    RoomSize size() const;
    Membership membership(const UserId& user) const;
    const LogId& log() const { return m_log; }
    qint64 head() const { return qint64(m_events.size()); }
    qint64 count() const { return qint64(m_messages.size()); }
    const QString& topic() const { return m_topic; }

    std::map<UserId, qint64> reads; ///< the members' read marks

  private:
    Result<DurableEvent> decide(const NewEvent& event);
    DurableEvent post(const NewEvent& event, const NewMessage& message);
    Result<MessageState*> target(const MessageId& id, const UserId& author);
    qint64 timeFor(qint64 timestamp);

    RoomName m_name;
    LogId m_log = LogId::random();
    QString m_topic;
    qint64 m_lastTime = 0;
    std::vector<DurableEvent> m_events;   // seq - 1 is the index
    std::vector<MessageState> m_messages; // n - 1 is the index
    std::unordered_map<MessageId, size_t> m_messageIndex;
    std::map<std::pair<UserId, Nonce>, qint64> m_nonces; // -> seq
};

} // namespace parlance
