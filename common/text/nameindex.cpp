#include "text/nameindex.h"

#include "text/folding.h"

namespace parlance {

void NameIndex::add(const UserId& id, QStringView name)
{
    m_names.emplace(folded(name), id);
}

void NameIndex::remove(const UserId& id, QStringView name)
{
    m_names.erase(Entry(folded(name), id));
}

QStringView NameIndex::firstFrom(QStringView text) const
{
    ++m_lookups;
    const auto found = m_names.lower_bound(text);
    return found == m_names.end() ? QStringView() : QStringView(found->first);
}

std::vector<UserId> NameIndex::called(QStringView name, size_t most) const
{
    ++m_lookups;
    std::vector<UserId> ids;
    for (auto at = m_names.lower_bound(name); at != m_names.end() && at->first == name; ++at) {
        if (ids.size() == most)
            return {};
        ids.push_back(at->second);
    }
    return ids;
}

} // namespace parlance
