#include "models/directorymodel.h"

#include "text/folding.h"

#include <algorithm>

namespace parlance::client {

namespace {
constexpr size_t enough = 20; // rooms, to fill a list with
constexpr int mostPages = 20; // for one search; the list asks for others when it is read to its end
} // namespace

DirectoryModel::DirectoryModel(Client& client)
    : m_client(client)
    , m_generation(std::make_shared<int>(0))
{}

DirectoryModel::~DirectoryModel()
{
    ++*m_generation;
}

void DirectoryModel::search(const QString& text)
{
    ++*m_generation;
    m_text = normalForm(text);
    m_pages = 0;
    ask({});
}

void DirectoryModel::ask(const std::optional<RoomName>& after)
{
    ListRooms request;
    if (!m_text.isEmpty())
        request.contains = cutToCodePoints(m_text, maxRoomName);
    request.after = after;
    m_asking = true;
    const bool isFirst = !after;
    m_client.connection().ask<RoomsPage>(
        std::move(request), [this, isFirst, current = m_generation, mine = *m_generation](Result<RoomsPage> page) {
            if (*current != mine)
                return;
            if (page)
                return take(*std::move(page), isFirst);
            m_asking = false;
            Q_EMIT failed(page.error().message);
        });
}

void DirectoryModel::take(RoomsPage page, bool isFirst)
{
    m_next = std::move(page.next);
    if (isFirst) {
        beginResetModel();
        m_rooms = std::move(page.rooms);
        endResetModel();
    } else if (!page.rooms.empty()) {
        beginInsertRows({}, int(m_rooms.size()), int(m_rooms.size() + page.rooms.size()) - 1);
        m_rooms.insert(m_rooms.end(), page.rooms.begin(), page.rooms.end());
        endInsertRows();
    }
    m_asking = false; // until now, or a list that has been told of the rows would ask for the same page
    if (m_rooms.size() < enough && m_next && ++m_pages < mostPages)
        ask(m_next);
    else
        Q_EMIT loaded();
}

int DirectoryModel::bestRow() const
{
    const auto rank = [wanted = folded(m_text)](const RoomSummary& room) {
        const QString name = folded(room.name.text());
        if (name == wanted)
            return 0;
        return name.startsWith(wanted) ? 1 : 2;
    };
    const auto best = std::ranges::min_element(m_rooms, {}, rank);
    return best == m_rooms.end() ? -1 : int(best - m_rooms.begin());
}

int DirectoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rooms.size());
}

bool DirectoryModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_next && !m_asking;
}

void DirectoryModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        ask(m_next);
}

QVariant DirectoryModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RoomSummary& room = m_rooms[size_t(index.row())];
    switch (role) {
    case NameRole:
        return room.name.text();
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
