#include "text/mentions.h"

#include "text/folding.h"
#include "text/links.h"
#include "text/words.h"

#include <algorithm>
#include <optional>

namespace parlance {

namespace {

constexpr QStringView all = u"all";

/// A room's names and "all".
struct WithEverybody {
    const NameIndex& names;

    QStringView firstFrom(QStringView text) const
    {
        const QStringView first = names.firstFrom(text);
        return all >= text && (first.isEmpty() || all < first) ? all : first;
    }
};

/// The names of those whom one message means, few enough to be sorted for it.
class MeantNames {
  public:
    explicit MeantNames(std::span<const Mentionable> people)
    {
        for (const Mentionable& person : people)
            m_names.push_back({person.id, folded(person.name)});
        std::ranges::stable_sort(m_names, {}, &Mentionable::name);
    }

    QStringView firstFrom(QStringView text) const
    {
        const auto found = lowerBound(text);
        return found == m_names.end() ? QStringView() : QStringView(found->name);
    }

    const UserId& firstCalled(QStringView name) const { return lowerBound(name)->id; }

  private:
    std::vector<Mentionable>::const_iterator lowerBound(QStringView text) const
    {
        return std::ranges::lower_bound(m_names, text, {},
                                        [](const Mentionable& person) { return QStringView(person.name); });
    }

    std::vector<Mentionable> m_names; // folded
};

struct FoundName {
    QString name; ///< folded
    qsizetype end = 0;
};

/// The longest name that stands here as a whole word. Stops as soon as no name begins like the text.
template <class Names>
std::optional<FoundName> longestName(QStringView text, qsizetype at, const Names& names)
{
    std::optional<FoundName> longest;
    QString read;
    while (at < text.size()) {
        at = foldCluster(text, at, read);
        const QStringView first = names.firstFrom(read);
        if (!first.startsWith(read))
            break;
        if (!read.isEmpty() && first.size() == read.size() && endsWord(text, at))
            longest = FoundName{read, at};
    }
    return longest;
}

qsizetype nextSign(QStringView text, qsizetype from)
{
    const auto isSign = [](QChar unit) { return unit == u'@' || unit == u'\xff20'; };
    const auto found = std::find_if(text.begin() + std::min(from, text.size()), text.end(), isSign);
    return found == text.end() ? -1 : found - text.begin();
}

/// Calls found(start, FoundName) for each name that is called, in the order of the text.
template <class Names, class Found>
void eachMention(QStringView text, const Names& names, Found&& found)
{
    qsizetype at = nextSign(text, 0);
    if (at < 0)
        return;
    const AddressSpans addresses(text);
    for (int looked = 0; at >= 0 && looked < maxMentions; at = nextSign(text, at + 1)) {
        if (!beginsWord(text, at) || addresses.contain(at))
            continue;
        ++looked;
        if (const auto name = longestName(text, at + 1, names)) {
            found(at, *name);
            at = name->end - 1;
        }
    }
}

void addOnce(std::vector<UserId>& to, const std::vector<UserId>& ids)
{
    std::vector<UserId> fresh;
    std::ranges::copy_if(ids, std::back_inserter(fresh),
                         [&to](const UserId& id) { return std::ranges::find(to, id) == to.end(); });
    if (to.size() + fresh.size() <= maxMeant)
        to.insert(to.end(), fresh.begin(), fresh.end());
}

} // namespace

bool mayMention(QStringView text)
{
    return nextSign(text, 0) >= 0;
}

std::vector<UserId> findMentions(QStringView text, const NameIndex& names)
{
    std::vector<UserId> meant;
    eachMention(text, WithEverybody{names}, [&](qsizetype, const FoundName& found) {
        addOnce(meant, found.name == all ? std::vector{everybody} : names.called(found.name, maxMeant));
    });
    return meant;
}

std::vector<MentionMark> markMentions(QStringView text, std::span<const Mentionable> names)
{
    std::vector<MentionMark> marks;
    const MeantNames meant(names);
    eachMention(text, meant, [&](qsizetype start, const FoundName& found) {
        marks.push_back({start, found.end - start, meant.firstCalled(found.name)});
    });
    return marks;
}

} // namespace parlance
