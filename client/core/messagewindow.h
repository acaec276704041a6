#pragma once

#include "protocol/records.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace parlance::client {

/// The messages of a room that are at hand, ordered by `seq`, each once, found by row or by id. There may be gaps: `n`
/// counts a room's messages without any, so two neighbours whose `n` differ by more than one have others between them.
class MessageWindow {
  public:
    size_t size() const { return m_messages.size(); }
    bool isEmpty() const { return m_messages.empty(); }
    const MessageState& operator[](size_t row) const { return m_messages[row]; }
    const MessageState& front() const { return m_messages.front(); }
    const MessageState& back() const { return m_messages.back(); }
    auto begin() const { return m_messages.begin(); }
    auto end() const { return m_messages.end(); }

    /// The row of the first message whose `seq` is not smaller; size() if there is none.
    size_t rowOf(qint64 seq) const;
    bool has(qint64 seq) const;
    std::optional<size_t> find(const MessageId& id) const;

    /// The row of the room's message number `n`, if it is at hand.
    std::optional<size_t> rowOfOrdinal(qint64 n) const;

    /// Whether messages that exist are missing just before this row (row 0: before all that are here).
    bool hasGapBefore(size_t row) const;

    /// `messages` must be ordered, not here yet, and belong between row - 1 and row.
    void insert(size_t row, std::vector<MessageState> messages);

    /// `seq` and `id` must stay what they are.
    void replace(size_t row, MessageState message) { m_messages[row] = std::move(message); }

    void removeFirst(size_t count);
    void clear();

    friend bool operator==(const MessageWindow& a, const MessageWindow& b) { return a.m_messages == b.m_messages; }

  private:
    std::vector<MessageState> m_messages;
    std::unordered_map<MessageId, qint64> m_seqs;
};

} // namespace parlance::client
