#include "models/directorymodel.h"

namespace parlance::client {

DirectoryModel::DirectoryModel(Client& client)
    : m_client(client)
    , m_generation(std::make_shared<int>(0))
{}

DirectoryModel::~DirectoryModel()
{
    ++*m_generation;
}

void DirectoryModel::search(const QString& prefix)
{
    ++*m_generation;
    m_prefix = prefix.trimmed();
    ask({});
}

void DirectoryModel::ask(const std::optional<RoomName>& after)
{
    ListRooms request;
    if (!m_prefix.isEmpty())
        request.contains = m_prefix.left(2 * maxRoomName);
    request.after = after;
    m_asking = true;
    const bool isFirst = !after;
    m_client.connection().ask<RoomsPage>(
        std::move(request), [this, isFirst, current = m_generation, mine = *m_generation](Result<RoomsPage> page) {
            if (*current != mine)
                return;
            m_asking = false;
            if (!page)
                return failed(page.error().message);
            m_more = page->more && !page->rooms.empty();
            if (isFirst) {
                beginResetModel();
                m_rooms = std::move(page->rooms);
                endResetModel();
                return loaded();
            }
            if (page->rooms.empty())
                return;
            beginInsertRows({}, int(m_rooms.size()), int(m_rooms.size() + page->rooms.size()) - 1);
            m_rooms.insert(m_rooms.end(), page->rooms.begin(), page->rooms.end());
            endInsertRows();
        });
}

int DirectoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rooms.size());
}

bool DirectoryModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_more && !m_asking;
}

void DirectoryModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        ask(m_rooms.back().room);
}

QVariant DirectoryModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RoomSummary& room = m_rooms[size_t(index.row())];
    switch (role) {
    case NameRole:
        return room.room.text();
    case TopicRole:
        return room.topic;
    case PeopleRole:
        return room.userCount;
    case MessagesRole:
        return room.n;
    case LastAtRole:
        return room.lastAt.value_or(0);
    case MemberRole:
        return m_client.state().room(room.room) != nullptr;
    default:
        return {};
    }
}

} // namespace parlance::client
