#include "domain/memberlist.h"

namespace parlance {

const MemberRecord* MemberList::find(const UserId& user) const
{
    const auto found = m_records.find(user);
    return found == m_records.end() ? nullptr : &found->second;
}

std::vector<UserId> MemberList::ids() const
{
    std::vector<UserId> ids;
    ids.reserve(m_records.size());
    for (const auto& [user, record] : m_records)
        ids.push_back(user);
    return ids;
}

const MemberRecord& MemberList::add(MemberRecord record)
{
    const auto [added, isNew] = m_records.try_emplace(record.user, record);
    if (m_words && isNew)
        m_words->add(record.user, record.name);
    return added->second;
}

void MemberList::remove(const UserId& user)
{
    const auto node = m_records.extract(user);
    if (m_words && !node.empty())
        m_words->remove(user, node.mapped().name);
}

void MemberList::rename(const UserId& user, const QString& name)
{
    const auto found = m_records.find(user);
    if (found == m_records.end())
        return;
    if (m_words) {
        m_words->remove(user, found->second.name);
        m_words->add(user, name);
    }
    found->second.name = name;
}

void MemberList::seen(const UserId& user, qint64 when)
{
    if (const auto found = m_records.find(user); found != m_records.end())
        found->second.lastSeen = when;
}

const MemberRecord* MemberList::moveRead(const UserId& user, qint64 n)
{
    const auto found = m_records.find(user);
    if (found == m_records.end() || n <= found->second.read)
        return nullptr;
    found->second.read = n;
    return &found->second;
}

std::vector<const MemberRecord*> MemberList::page(const UserId& after, int limit) const
{
    std::vector<const MemberRecord*> page;
    for (auto it = m_records.upper_bound(after); it != m_records.end() && std::ssize(page) < limit; ++it)
        page.push_back(&it->second);
    return page;
}

std::vector<const MemberRecord*> MemberList::byPrefix(const QString& prefix, int limit)
{
    if (!m_words) {
        m_words.emplace();
        for (const auto& [user, record] : m_records)
            m_words->add(user, record.name);
    }
    std::vector<const MemberRecord*> found;
    for (const UserId& user : m_words->beginningWith(prefix, limit))
        found.push_back(&m_records.at(user));
    return found;
}

} // namespace parlance
