#pragma once

#include "ports/records.h"
#include "storage/eventkind.h"
#include "storage/roomname.h"

#include <QList>

/// Rows of `events` and `changes`. A Row is one that SQLite's Cursor or PostgreSQL's PgRows has found: both databases
/// have the same columns.
namespace parlance {

/// A list of user ids as it is kept in one column: nothing if nobody is meant, else the ids with spaces between.
std::optional<QByteArray> packMentions(const std::optional<std::vector<UserId>>& mentions);

template <class Row>
std::optional<std::vector<UserId>> mentionsIn(const Row& row, int column)
{
    if (row.isNull(column))
        return std::nullopt;
    std::vector<UserId> mentions;
    for (const QByteArray& id : row.bytes(column).split(' '))
        mentions.emplace_back(id);
    return mentions;
}

/// What readEvent() reads, in its order, of events AS e with users AS u, if there is an author.
constexpr std::string_view eventColumns =
    "e.place, e.n, e.kind, u.user, e.time, e.nonce, e.message, e.name, e.text, e.style, e.mentions, e.gone";

/// The event as it was published, or what is left of it; nothing if it is of a kind that this program does not know.
template <class Row>
std::optional<DurableEvent> readEvent(const Row& row, const RoomId& room)
{
    const qint64 seq = seqAt(row.number(0));
    const qint64 n = row.number(1);
    const UserId author(row.bytes(3));
    const qint64 time = row.number(4);
    const Nonce nonce(row.bytes(5));
    const MessageId message(row.bytes(6));
    const auto gone = row.number(11) != 0 ? std::optional(true) : std::nullopt;
    const auto kind = readKind(row.number(2));
    if (!kind)
        return std::nullopt;
    switch (*kind) {
    case EventKind::Message:
        return MessagePosted{.room = room,
                             .seq = seq,
                             .n = n,
                             .id = message,
                             .userId = author,
                             .username = row.text(7),
                             .text = row.optionalText(8),
                             .timestamp = time,
                             .nonce = nonce,
                             .style = row.optionalText(9),
                             .mentions = mentionsIn(row, 10),
                             .gone = gone};
    case EventKind::Edit:
        return MessageEdited{.room = room,
                             .seq = seq,
                             .n = n,
                             .id = message,
                             .userId = author,
                             .text = row.optionalText(8),
                             .timestamp = time,
                             .nonce = nonce,
                             .mentions = mentionsIn(row, 10),
                             .gone = gone};
    case EventKind::Deletion:
        return MessageDeleted{room, seq, n, message, author, time, nonce};
    case EventKind::RoomChange:
        return RoomChanged{.room = room,
                           .seq = seq,
                           .n = n,
                           .by = author.isEmpty() ? std::nullopt : std::optional(Actor{author, row.text(7)}),
                           .name = nameIn(row, 8),
                           .timestamp = time,
                           .nonce = nonce};
    case EventKind::Topic:
        break;
    }
    return TopicChanged{room, seq, n, author, row.text(7), row.text(8), time, nonce};
}

/// What readMessage() reads: the same, and changes AS c.
constexpr std::string_view messageColumns =
    "e.place, e.n, e.message, u.user, e.time, e.nonce, e.name, e.text, e.style, e.mentions, "
    "c.rev, c.deleted, c.edited, c.text, c.mentions";

/// The message as it is now.
template <class Row>
MessageState readMessage(const Row& row)
{
    MessageState state;
    state.seq = seqAt(row.number(0));
    state.n = row.number(1);
    state.id = MessageId(row.bytes(2));
    state.userId = UserId(row.bytes(3));
    state.timestamp = row.number(4);
    state.nonce = Nonce(row.bytes(5));
    state.username = row.text(6);
    state.style = row.optionalText(8);
    state.rev = state.seq;
    if (row.isNull(10)) {
        state.text = row.text(7);
        state.mentions = mentionsIn(row, 9);
        return state;
    }
    state.rev = row.number(10);
    if (row.number(11) != 0)
        state.deleted = true;
    if (!row.isNull(12))
        state.editedAt = row.number(12);
    state.text = row.optionalText(13);
    state.mentions = mentionsIn(row, 14);
    return state;
}

} // namespace parlance
