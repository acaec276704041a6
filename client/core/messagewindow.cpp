#include "core/messagewindow.h"

#include <algorithm>
#include <iterator>

namespace parlance::client {

size_t MessageWindow::rowOf(qint64 seq) const
{
    const auto at = std::ranges::lower_bound(m_messages, seq, {}, &MessageState::seq);
    return size_t(at - m_messages.begin());
}

bool MessageWindow::has(qint64 seq) const
{
    const size_t row = rowOf(seq);
    return row < size() && m_messages[row].seq == seq;
}

std::optional<size_t> MessageWindow::find(const MessageId& id) const
{
    const auto found = m_seqs.find(id);
    if (found == m_seqs.end())
        return std::nullopt;
    const size_t row = rowOf(found->second);
    if (row == m_messages.size() || m_messages[row].id != id)
        return std::nullopt; // the server used an id twice
    return row;
}

std::optional<size_t> MessageWindow::rowOfOrdinal(qint64 n) const
{
    const auto at = std::ranges::lower_bound(m_messages, n, {}, &MessageState::n);
    if (at == m_messages.end() || at->n != n)
        return std::nullopt;
    return size_t(at - m_messages.begin());
}

bool MessageWindow::hasGapBefore(size_t row) const
{
    const qint64 before = row == 0 ? 0 : m_messages[row - 1].n;
    return m_messages[row].n > before + 1;
}

void MessageWindow::insert(size_t row, std::vector<MessageState> messages)
{
    for (const MessageState& message : messages)
        m_seqs.emplace(message.id, message.seq);
    m_messages.insert(m_messages.begin() + qsizetype(row), std::make_move_iterator(messages.begin()),
                      std::make_move_iterator(messages.end()));
}

void MessageWindow::removeFirst(size_t count)
{
    const auto end = m_messages.begin() + qsizetype(count);
    std::for_each(m_messages.begin(), end, [this](const MessageState& message) { m_seqs.erase(message.id); });
    m_messages.erase(m_messages.begin(), end);
}

void MessageWindow::clear()
{
    m_messages.clear();
    m_seqs.clear();
}

} // namespace parlance::client
