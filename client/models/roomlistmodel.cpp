#include "models/roomlistmodel.h"

#include "models/people.h"
#include "text/mentions.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace parlance::client {

RoomListModel::RoomListModel(Client& client, Preferences& preferences, QString account)
    : m_client(client)
    , m_preferences(preferences)
    , m_account(std::move(account))
{
    for (const auto& [id, room] : m_client.state().rooms)
        m_rooms.push_back({id, room.name});
    std::ranges::sort(m_rooms, before);
    m_client.add(*this);
    connect(&m_preferences, &Preferences::ruleChanged, this, [this](const QString& of, const RoomId& room) {
        if (of == m_account)
            changed(room);
    });
}

RoomListModel::~RoomListModel()
{
    m_client.remove(*this);
}

bool RoomListModel::before(const Row& a, const Row& b)
{
    const int order = compareNames(a.name.text(), b.name.text());
    return order != 0 ? order < 0 : std::tie(a.name, a.id) < std::tie(b.name, b.id);
}

int RoomListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rooms.size());
}

QVariant RoomListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& [id, name] = m_rooms[size_t(index.row())];
    const RoomState* state = m_client.state().room(id);
    switch (role) {
    case NameRole:
        return name.text();
    case UnreadRole:
        return state ? state->unread() : 0;
    case CalledRole:
        return isCalled(id);
    case DraftRole:
        return !m_client.draft(id).isEmpty();
    case FailedRole:
        return std::ranges::any_of(m_client.outbox().entries(), [&room = id](const OutboxEntry& entry) {
            return entry.room == room && entry.state == OutboxEntry::State::Failed;
        });
    case RuleRole:
        return int(m_preferences.rule(m_account, id));
    case TopicRole:
        return state ? state->topic : QString();
    case RoomRole:
        return id.text();
    case Qt::AccessibleTextRole:
        if (const qint64 unread = state ? state->unread() : 0)
            return tr("%1, %n unread", nullptr, int(unread)).arg(name.text());
        return name.text();
    default:
        return {};
    }
}

/// Whether an unread message mentions one, as far as the messages are at hand.
bool RoomListModel::isCalled(const RoomId& room) const
{
    const RoomState* state = m_client.state().room(room);
    if (!state || state->unread() == 0)
        return false;
    const UserId& self = m_client.state().identity.userId;
    for (size_t i = state->messages.size(); i-- > 0 && state->messages[i].n > state->read;) {
        const MessageState& message = state->messages[i];
        const bool meant = message.mentions && std::ranges::any_of(*message.mentions, [&self](const UserId& id) {
                               return id == self || id == everybody;
                           });
        if (meant && message.userId != self && state->isUnread(message.n))
            return true;
    }
    return false;
}

int RoomListModel::rowOf(const RoomId& room) const
{
    const auto found = std::ranges::find(m_rooms, room, &Row::id);
    return found == m_rooms.end() ? -1 : int(found - m_rooms.begin());
}

bool RoomListModel::hasUnread(int row) const
{
    const RoomState* state = m_client.state().room(room(row));
    return state && state->unread() > 0 && m_preferences.rule(m_account, room(row)) != Rule::None;
}

int RoomListModel::nextUnread(int from, int by) const
{
    const int rows = rowCount();
    for (int step = 1; step <= rows; ++step) {
        const int row = ((from + by * step) % rows + rows) % rows;
        if (row != from && hasUnread(row))
            return row;
    }
    return -1;
}

void RoomListModel::draftChanged(const RoomId& room)
{
    changed(room);
}

void RoomListModel::changed(const RoomId& room)
{
    const int row = rowOf(room);
    if (row < 0)
        return;
    const RoomState* state = m_client.state().room(room);
    if (state && state->name != m_rooms[size_t(row)].name)
        return rename(row, state->name);
    Q_EMIT dataChanged(index(row), index(row));
}

/// To where the new name belongs. Whatever is selected stays so.
void RoomListModel::rename(int row, const RoomName& name)
{
    Row room{m_rooms[size_t(row)].id, name};
    const auto from = m_rooms.begin() + row;
    const auto behind = std::lower_bound(std::next(from), m_rooms.end(), room, before);
    const auto to = behind == std::next(from) ? std::lower_bound(m_rooms.begin(), from, room, before) : behind;
    const int target = int(to - m_rooms.begin()); // as Qt counts: before which row it goes
    const bool moves = target != row && target != row + 1;
    if (moves)
        beginMoveRows({}, row, row, {}, target);
    *from = std::move(room);
    if (to <= from)
        std::rotate(to, from, std::next(from));
    else
        std::rotate(from, std::next(from), to);
    if (moves)
        endMoveRows();
    const int now = target > row ? target - 1 : target;
    Q_EMIT dataChanged(index(now), index(now));
}

void RoomListModel::roomAdded(const RoomId& room)
{
    if (rowOf(room) >= 0)
        return;
    const RoomState* state = m_client.state().room(room);
    Row added{room, state ? state->name : RoomName()};
    const auto at = std::ranges::lower_bound(m_rooms, added, before);
    const int row = int(at - m_rooms.begin());
    beginInsertRows({}, row, row);
    m_rooms.insert(at, std::move(added));
    endInsertRows();
}

void RoomListModel::roomRemoved(const RoomId& room)
{
    const int row = rowOf(room);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rooms.erase(m_rooms.begin() + row);
    endRemoveRows();
}

void RoomListModel::roomChanged(const RoomId& room)
{
    changed(room);
}

void RoomListModel::messagesChanged(const RoomId& room, const RowChange& /*change*/)
{
    changed(room);
}

void RoomListModel::outboxChanged(const RoomId& room, const Nonce& /*nonce*/)
{
    changed(room);
}

} // namespace parlance::client
