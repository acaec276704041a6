#include "domain/namesbyword.h"

#include "text/folding.h"

#include <algorithm>

namespace parlance {

namespace {

/// Calls visit(the folded name from that word on) for each word.
template <class Visit>
void forEachWord(const QString& name, Visit&& visit)
{
    const QString text = folded(name);
    bool isInWord = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isSpace = text[i].isSpace() || text[i].isPunct();
        if (!isSpace && !isInWord)
            visit(text.sliced(i));
        isInWord = !isSpace;
    }
}

} // namespace

void NamesByWord::add(const UserId& user, const QString& name)
{
    forEachWord(name, [&](QString word) { m_entries.emplace(std::move(word), user); });
}

void NamesByWord::remove(const UserId& user, const QString& name)
{
    forEachWord(name, [&](QString word) { m_entries.erase({std::move(word), user}); });
}

std::vector<UserId> NamesByWord::beginningWith(const QString& prefix, int limit) const
{
    const QString wanted = folded(prefix);
    std::vector<UserId> found;
    auto it = m_entries.lower_bound({wanted, UserId()});
    for (; it != m_entries.end() && it->first.startsWith(wanted) && std::ssize(found) < limit; ++it) {
        if (std::ranges::find(found, it->second) == found.end())
            found.push_back(it->second);
    }
    return found;
}

} // namespace parlance
