#include "models/roomlistmodel.h"

#include "models/people.h"
#include "text/mentions.h"

#include <algorithm>

namespace parlance::client {

RoomListModel::RoomListModel(Client& client, Preferences& preferences, QString account)
    : m_client(client)
    , m_preferences(preferences)
    , m_account(std::move(account))
{
    for (const auto& [name, room] : m_client.state().rooms)
        m_rooms.push_back(name);
    std::ranges::sort(m_rooms, before);
    m_client.add(*this);
    connect(&m_preferences, &Preferences::ruleChanged, this, [this](const QString& of, const QString& name) {
        if (const auto room = RoomName::parse(name); room && of == m_account)
            changed(*room);
    });
}

RoomListModel::~RoomListModel()
{
    m_client.remove(*this);
}

bool RoomListModel::before(const RoomName& a, const RoomName& b)
{
    const int order = compareNames(a.text(), b.text());
    return order != 0 ? order < 0 : a < b;
}

int RoomListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rooms.size());
}

QVariant RoomListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RoomName& name = room(index.row());
    const RoomState* state = m_client.state().room(name);
    switch (role) {
    case NameRole:
        return name.text();
    case UnreadRole:
        return state ? state->unread() : 0;
    case CalledRole:
        return isCalled(name);
    case DraftRole:
        return !m_client.draft(name).isEmpty();
    case FailedRole:
        return std::ranges::any_of(m_client.outbox().entries(), [&name](const OutboxEntry& entry) {
            return entry.room == name && entry.state == OutboxEntry::State::Failed;
        });
    case RuleRole:
        return int(m_preferences.rule(m_account, name));
    case TopicRole:
        return state ? state->topic : QString();
    case Qt::AccessibleTextRole:
        if (const qint64 unread = state ? state->unread() : 0)
            return tr("%1, %n unread", nullptr, int(unread)).arg(name.text());
        return name.text();
    default:
        return {};
    }
}

/// Whether an unread message mentions one, as far as the messages are at hand.
bool RoomListModel::isCalled(const RoomName& room) const
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

int RoomListModel::rowOf(const RoomName& room) const
{
    const auto found = std::ranges::find(m_rooms, room);
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

void RoomListModel::draftChanged(const RoomName& room)
{
    changed(room);
}

void RoomListModel::changed(const RoomName& room)
{
    if (const int row = rowOf(room); row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

void RoomListModel::roomAdded(const RoomName& room)
{
    if (rowOf(room) >= 0)
        return;
    const auto at = std::ranges::lower_bound(m_rooms, room, before);
    const int row = int(at - m_rooms.begin());
    beginInsertRows({}, row, row);
    m_rooms.insert(at, room);
    endInsertRows();
}

void RoomListModel::roomRemoved(const RoomName& room)
{
    const int row = rowOf(room);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rooms.erase(m_rooms.begin() + row);
    endRemoveRows();
}

void RoomListModel::roomChanged(const RoomName& room)
{
    changed(room);
}

void RoomListModel::messagesChanged(const RoomName& room, const RowChange& /*change*/)
{
    changed(room);
}

void RoomListModel::outboxChanged(const RoomName& room, const Nonce& /*nonce*/)
{
    changed(room);
}

} // namespace parlance::client
