#include "models/membersmodel.h"

#include "models/people.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace parlance::client {

MembersModel::MembersModel(Client& client)
    : m_client(client)
    , m_generation(std::make_shared<int>(0))
{
    m_client.add(*this);
}

MembersModel::~MembersModel()
{
    ++*m_generation;
    m_client.remove(*this);
}

void MembersModel::setRoom(const RoomName& room)
{
    if (room == m_room)
        return;
    m_room = room;
    m_members.clear();
    const RoomState* state = m_client.state().room(m_room);
    m_wasLive = state && state->live;
    arrange();
    refresh();
}

void MembersModel::refresh()
{
    ++*m_generation;
    if (!m_room.isEmpty() && m_wasLive)
        fetch({});
}

void MembersModel::fetch(const std::optional<UserId>& after)
{
    ListMembers request;
    request.room = m_room;
    request.after = after;
    const bool isFirst = !after;
    m_client.connection().ask<MembersPage>(
        std::move(request), [this, isFirst, current = m_generation, mine = *m_generation](Result<MembersPage> page) {
            constexpr size_t most = 1'000; // nobody reads more names
            if (*current != mine || !page)
                return;
            if (isFirst)
                m_members.clear();
            m_members.insert(m_members.end(), page->members.begin(), page->members.end());
            if (page->more && !page->members.empty() && m_members.size() < most)
                fetch(page->members.back().id);
            arrange();
        });
}

std::vector<MembersModel::Row> MembersModel::wanted() const
{
    const RoomState* state = m_client.state().room(m_room);
    if (!state)
        return {};
    std::vector<Row> here;
    std::vector<Row> away;
    for (const auto& [id, name] : state->present)
        here.push_back({Row::Here, id, name, 0});
    for (const Member& member : m_members) {
        if (!state->present.contains(member.id))
            away.push_back({Row::Away, member.id, member.username, member.lastSeen.value_or(0)});
    }
    const auto byName = [](const Row& a, const Row& b) {
        const int order = compareNames(a.name, b.name);
        return order != 0 ? order < 0 : a.id < b.id;
    };
    std::ranges::sort(here, byName);
    std::ranges::sort(away, byName);
    std::vector<Row> rows;
    const auto section = [&rows](Row::Kind kind, const QString& heading, std::vector<Row>& people) {
        if (people.empty())
            return;
        rows.push_back({kind, {}, heading, 0});
        std::ranges::move(people, std::back_inserter(rows));
    };
    const qint64 count = std::max<qint64>(state->userCount, qint64(here.size()));
    section(Row::HereHeading, tr("Here now · %1").arg(count), here);
    section(Row::AwayHeading, tr("Away · %1").arg(away.size()), away);
    return rows;
}

/// Row by row, so that a list that is being read stays where it is.
void MembersModel::arrange()
{
    const std::vector<Row> next = wanted();
    const auto same = [](const Row& row) {
        return [&row](const Row& other) { return other.kind == row.kind && other.id == row.id; };
    };
    for (size_t i = m_rows.size(); i-- > 0;) {
        if (std::ranges::none_of(next, same(m_rows[i])))
            remove(i);
    }
    for (size_t i = 0; i < next.size(); ++i) {
        if (i < m_rows.size() && same(next[i])(m_rows[i])) {
            if (m_rows[i] != next[i]) {
                m_rows[i] = next[i];
                Q_EMIT dataChanged(index(int(i)), index(int(i)));
            }
            continue;
        }
        // Whoever was renamed stands elsewhere now.
        const auto there = std::ranges::find_if(m_rows, same(next[i]));
        if (there != m_rows.end())
            remove(size_t(there - m_rows.begin()));
        beginInsertRows({}, int(i), int(i));
        m_rows.insert(m_rows.begin() + qsizetype(i), next[i]);
        endInsertRows();
    }
}

void MembersModel::remove(size_t row)
{
    beginRemoveRows({}, int(row), int(row));
    m_rows.erase(m_rows.begin() + qsizetype(row));
    endRemoveRows();
}

int MembersModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

Qt::ItemFlags MembersModel::flags(const QModelIndex& index) const
{
    const bool isHeading = index.isValid() && m_rows[size_t(index.row())].id.isEmpty();
    return isHeading ? Qt::ItemIsEnabled : QAbstractListModel::flags(index);
}

QVariant MembersModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row& row = m_rows[size_t(index.row())];
    switch (role) {
    case NameRole:
        return row.name;
    case IdRole:
        return row.id.text();
    case PresentRole:
        return row.kind == Row::Here;
    case LastSeenRole:
        return row.lastSeen;
    case SelfRole:
        return !row.id.isEmpty() && row.id == m_client.state().identity.userId;
    case TagRole:
        return row.id.isEmpty() ? QString() : tagFor(row.id, row.name);
    default:
        return {};
    }
}

QString MembersModel::tagFor(const UserId& user, const QString& name) const
{
    const RoomState* state = m_client.state().room(m_room);
    return state ? tagOf(user, name, state->present) : QString();
}

void MembersModel::presenceChanged(const RoomName& room)
{
    if (room == m_room)
        arrange();
}

void MembersModel::roomChanged(const RoomName& room)
{
    if (room != m_room)
        return;
    const RoomState* state = m_client.state().room(m_room);
    const bool isLive = state && state->live;
    if (isLive && !std::exchange(m_wasLive, isLive))
        refresh();
    m_wasLive = isLive;
}

void MembersModel::roomRemoved(const RoomName& room)
{
    if (room == m_room)
        arrange();
}

void MembersModel::identityChanged()
{
    arrange();
}

} // namespace parlance::client
