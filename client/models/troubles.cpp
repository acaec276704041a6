#include "models/troubles.h"

#include <algorithm>

namespace parlance::client {

bool Troubles::has(Kind kind) const
{
    return std::ranges::find(m_all, kind, &Trouble::kind) != m_all.end();
}

void Troubles::report(Kind kind, const QString& detail)
{
    const auto found = std::ranges::find(m_all, kind, &Trouble::kind);
    if (found == m_all.end())
        m_all.push_back({kind, detail});
    else
        found->detail = detail;
    Q_EMIT changed();
}

void Troubles::clear(Kind kind)
{
    if (std::erase_if(m_all, [kind](const Trouble& each) { return each.kind == kind; }) > 0)
        Q_EMIT changed();
}

} // namespace parlance::client
