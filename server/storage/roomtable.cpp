#include "storage/roomtable.h"

namespace parlance {

namespace {

constexpr size_t maxRows = 4'096; // copies that are kept from batch to batch

} // namespace

RoomTable::RoomTable(Database& database)
    : m_find(database, "SELECT id, log, head, n, topic, last_time, last_message FROM rooms WHERE name = ?1")
    , m_name(database, "SELECT name FROM rooms WHERE id = ?1")
    , m_insert(database, // A number is not given anew while events of a deleted room still have it.
               "INSERT INTO rooms (id, name, folded, log, head, n, topic, last_time)"
               " VALUES (max(ifnull((SELECT max(id) FROM rooms), 0), ifnull((SELECT max(room) FROM ended), 0))"
               " + 1, ?1, ?2, ?3, 0, 0, '', 0) RETURNING id")
    , m_update(database, "UPDATE rooms SET head = ?2, n = ?3, topic = ?4, last_time = ?5, last_message = ?6"
                         " WHERE id = ?1")
    , m_after(database, "SELECT name, topic, n, last_message FROM rooms WHERE (folded, name) > (?1, ?2)"
                        " ORDER BY folded, name LIMIT ?3")
    , m_erase(database, "DELETE FROM rooms WHERE id = ?1")
    , m_rename(database, "UPDATE rooms SET name = ?2, folded = ?3, log = ?4 WHERE id = ?1")
{}

const RoomTable::Row* RoomTable::find(const RoomName& name)
{
    if (const auto known = m_rows.find(name); known != m_rows.end())
        return &known->second;
    Cursor row = m_find(name.text());
    if (!row.next())
        return nullptr;
    Row copy{row.number(0), LogId(row.bytes(1)), row.number(2), row.number(3), row.text(4), row.number(5), {}};
    if (!row.isNull(6))
        copy.lastMessage = row.number(6);
    return &m_rows.emplace(name, std::move(copy)).first->second;
}

const RoomTable::Row& RoomTable::insert(const RoomName& name, const LogId& log)
{
    Row fresh;
    fresh.log = log;
    {
        Cursor row = m_insert(name.text(), foldedName(name.text()), log.text());
        if (row.next())
            fresh.id = row.number(0);
        row.run();
    }
    return m_rows.insert_or_assign(name, std::move(fresh)).first->second;
}

std::optional<RoomName> RoomTable::nameOf(qint64 id)
{
    Cursor row = m_name(id);
    auto name = row.next() ? RoomName::parse(row.text(0)) : RoomName::parse({});
    return name ? std::optional(*std::move(name)) : std::nullopt;
}

void RoomTable::erase(qint64 id)
{
    flush();
    forget();
    m_erase(id).run();
}

void RoomTable::rename(qint64 id, const RoomName& to, const LogId& log)
{
    flush();
    forget();
    m_rename(id, to.text(), foldedName(to.text()), log.text()).run();
}

RoomTable::Row& RoomTable::change(const RoomName& name)
{
    m_changed.insert(name);
    return m_rows.at(name);
}

void RoomTable::flush()
{
    for (const RoomName& name : m_changed) {
        const Row& row = m_rows.at(name);
        m_update(row.id, row.head, row.n, row.topic, row.lastTime, row.lastMessage).run();
    }
    m_changed.clear();
    if (m_rows.size() > maxRows)
        m_rows.clear();
}

void RoomTable::forget()
{
    m_changed.clear();
    m_rows.clear();
}

std::vector<RoomSummary> RoomTable::after(const DirectoryKey& key, qint64 count)
{
    std::vector<RoomSummary> rooms;
    Cursor row = m_after(key.folded, key.name, count);
    while (row.next()) {
        RoomSummary summary;
        if (auto name = RoomName::parse(row.text(0)))
            summary.room = *std::move(name);
        summary.topic = row.text(1);
        summary.n = row.number(2);
        if (!row.isNull(3))
            summary.lastAt = row.number(3);
        rooms.push_back(std::move(summary));
    }
    return rooms;
}

} // namespace parlance
