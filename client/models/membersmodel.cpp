#include "models/membersmodel.h"

#include "models/people.h"
#include "text/folding.h"

#include <QPointer>

#include <algorithm>
#include <iterator>
#include <utility>

namespace parlance::client {

namespace {
constexpr size_t atFirst = 200;  // members, about what a person looks through
constexpr int searchPause = 150; // milliseconds after the last key
} // namespace

MembersModel::MembersModel(Client& client)
    : m_client(client)
    , m_generation(std::make_shared<int>(0))
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(searchPause);
    connect(&m_pause, &QTimer::timeout, this, &MembersModel::ask);
    m_client.add(*this);
}

MembersModel::~MembersModel()
{
    ++*m_generation;
    m_client.remove(*this);
}

void MembersModel::setRoom(const RoomId& room)
{
    if (room == m_room)
        return;
    m_room = room;
    m_members.clear();
    m_isComplete = false;
    search({});
    const RoomState* state = m_client.state().room(m_room);
    m_wasLive = state && state->live;
    arrange();
    refresh();
}

void MembersModel::refresh()
{
    ++*m_generation;
    m_more = m_isFetching = m_isComplete = false;
    if (m_room.isEmpty() || !m_wasLive)
        return;
    fetch({});
    if (!m_text.isEmpty())
        searchAgain();
}

void MembersModel::fetch(const std::optional<UserId>& after)
{
    ListMembers request;
    request.room = m_room;
    request.after = after;
    m_isFetching = true;
    const bool isFirst = !after;
    m_client.connection().ask<MembersPage>(
        std::move(request), [this, isFirst, current = m_generation, mine = *m_generation](Result<MembersPage> page) {
            if (*current != mine)
                return;
            m_isFetching = false;
            if (page)
                take(*page, isFirst);
        });
}

void MembersModel::take(const MembersPage& page, bool isFirst)
{
    if (isFirst)
        m_members.clear();
    m_members.insert(m_members.end(), page.members.begin(), page.members.end());
    m_more = page.more && !page.members.empty();
    m_isComplete = !m_more;
    arrange();
    if (m_members.size() < atFirst)
        fetchMore({});
}

void MembersModel::search(const QString& text)
{
    const QString wanted = normalCut(text, maxUserName);
    if (wanted == m_text)
        return;
    m_text = wanted;
    searchAgain();
}

void MembersModel::searchAgain()
{
    m_foundMore = false;
    m_search = m_text.isEmpty() || m_isComplete ? Search::Done : Search::Asking;
    if (m_search == Search::Asking) {
        m_pause.start();
    } else {
        m_pause.stop();
        m_found.clear();
    }
    arrange();
    Q_EMIT searched();
}

void MembersModel::ask()
{
    ListMembers request;
    request.room = m_room;
    request.prefix = m_text;
    m_client.connection().ask<MembersPage>(
        std::move(request), [self = QPointer(this), room = m_room, text = m_text](Result<MembersPage> page) {
            if (self && room == self->m_room && text == self->m_text)
                self->takeFound(std::move(page));
        });
}

void MembersModel::takeFound(Result<MembersPage> page)
{
    m_search = page ? Search::Done : Search::Failed;
    if (page) {
        m_found = std::move(page->members);
        m_foundMore = page->more;
    }
    arrange();
    Q_EMIT searched();
}

bool MembersModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_more && !m_isFetching && m_text.isEmpty();
}

void MembersModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        fetch(m_members.back().id);
}

/// Everybody who is known, in no particular order. In a crowd, presence covers only some of those who are here; for the
/// others, the server's lists of members say whether they are.
std::vector<MembersModel::Row> MembersModel::everybody() const
{
    const RoomState* state = m_client.state().room(m_room);
    if (!state)
        return {};
    const bool isCrowd = state->userCount > qint64(state->present.size());
    std::vector<Row> all;
    std::set<UserId> known;
    for (const auto& [id, name] : state->present) {
        all.push_back({Row::Here, id, name, 0});
        known.insert(id);
    }
    for (const std::vector<Member>* some : {&m_members, &m_found}) {
        for (const Member& member : *some) {
            if (!known.insert(member.id).second)
                continue;
            if (isCrowd && member.present)
                all.push_back({Row::Here, member.id, member.username, 0});
            else
                all.push_back({Row::Away, member.id, member.username, member.lastSeen.value_or(0)});
        }
    }
    return all;
}

bool MembersModel::isWanted(const Row& person) const
{
    return hasWordBeginning(person.name, m_text) ||
           (m_search == Search::Done && std::ranges::find(m_found, person.id, &Member::id) != m_found.end());
}

std::vector<MembersModel::Row> MembersModel::wanted(const std::vector<Row>& everybody) const
{
    std::vector<Row> here;
    std::vector<Row> away;
    for (const Row& person : everybody) {
        if (isWanted(person))
            (person.kind == Row::Here ? here : away).push_back(person);
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
    const RoomState* state = m_client.state().room(m_room);
    const bool hasMore = m_text.isEmpty() ? m_more : m_foundMore;
    qint64 count = std::ssize(here);
    if (state && m_text.isEmpty())
        count = std::max(state->userCount, count);
    section(Row::HereHeading, (state && state->live ? tr("Here now · %1") : tr("Last seen here · %1")).arg(count),
            here);
    section(Row::AwayHeading, (hasMore ? tr("Away · %1+") : tr("Away · %1")).arg(away.size()), away);
    return rows;
}

/// Row by row, so that a list that is being read stays where it is.
void MembersModel::arrange()
{
    using Key = std::pair<Row::Kind, UserId>;
    const std::vector<Row> all = everybody();
    const std::vector<Row> next = wanted(all);
    std::set<Key> keys;
    for (const Row& row : next)
        keys.emplace(row.kind, row.id);
    for (size_t i = m_rows.size(); i-- > 0;) {
        if (!keys.contains(Key(m_rows[i].kind, m_rows[i].id)))
            remove(i);
    }
    keys.clear();
    for (const Row& row : m_rows)
        keys.emplace(row.kind, row.id);
    for (size_t i = 0; i < next.size(); ++i) {
        const auto isNext = [&row = next[i]](const Row& other) { return other.kind == row.kind && other.id == row.id; };
        if (i < m_rows.size() && isNext(m_rows[i])) {
            if (m_rows[i] == next[i])
                continue;
            m_rows[i] = next[i];
            Q_EMIT dataChanged(index(int(i)), index(int(i)));
            continue;
        }
        if (keys.contains(Key(next[i].kind, next[i].id))) // whoever was renamed stands elsewhere now
            remove(size_t(std::ranges::find_if(m_rows, isNext) - m_rows.begin()));
        place(i, next[i]);
    }
    countNames(all);
}

void MembersModel::place(size_t row, const Row& wanted)
{
    beginInsertRows({}, int(row), int(row));
    m_rows.insert(m_rows.begin() + qsizetype(row), wanted);
    endInsertRows();
}

/// Somebody who comes may share the name of another, whose row says so from then on.
void MembersModel::countNames(const std::vector<Row>& everybody)
{
    Names named;
    for (const Row& person : everybody)
        named[folded(person.name)].insert(person.id);
    const auto shared = [](const Names& names) {
        std::set<QString> several;
        for (const auto& [name, ids] : names) {
            if (ids.size() > 1)
                several.insert(name);
        }
        return several;
    };
    const bool isSame = shared(named) == shared(m_named);
    m_named = std::move(named);
    if (!isSame && !m_rows.empty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1), {TagRole, Qt::AccessibleTextRole});
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
        return row.kind == Row::Here && m_wasLive;
    case LastSeenRole:
        return row.lastSeen;
    case SelfRole:
        return !row.id.isEmpty() && row.id == m_client.state().identity.userId;
    case TagRole:
        return row.id.isEmpty() ? QString() : tagFor(row.id, row.name);
    case Qt::AccessibleTextRole:
        return accessibleText(row);
    default:
        return {};
    }
}

QString MembersModel::tagFor(const UserId& user, const QString& name) const
{
    const auto found = m_named.find(folded(name));
    const bool isShared = found != m_named.end() && found->second.size() > (found->second.contains(user) ? 1U : 0U);
    return isShared ? tagOf(user) : QString();
}

QString MembersModel::accessibleText(const Row& row) const
{
    if (row.id.isEmpty())
        return row.name;
    const QString tag = tagFor(row.id, row.name);
    const QString name = tag.isEmpty() ? row.name : row.name + u' ' + tag;
    if (!m_wasLive)
        return tr("%1, status unknown").arg(name);
    return row.kind == Row::Here ? tr("%1, here now").arg(name) : tr("%1, away").arg(name);
}

void MembersModel::presenceChanged(const RoomId& room)
{
    if (room == m_room)
        arrange();
}

void MembersModel::roomChanged(const RoomId& room)
{
    if (room != m_room)
        return;
    const RoomState* state = m_client.state().room(m_room);
    const bool isLive = state && state->live;
    if (isLive == std::exchange(m_wasLive, isLive))
        return;
    arrange();
    if (!m_rows.empty()) // nobody's presence is known any more, or everybody's is again
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
    if (isLive)
        refresh();
}

void MembersModel::roomRemoved(const RoomId& room)
{
    if (room == m_room)
        arrange();
}

void MembersModel::identityChanged()
{
    arrange();
}

} // namespace parlance::client
