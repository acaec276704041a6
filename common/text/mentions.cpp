#include "text/mentions.h"

#include <algorithm>

namespace parlance {

namespace {

void addOnce(std::vector<UserId>& found, const UserId& id)
{
    if (std::ranges::find(found, id) == found.end())
        found.push_back(id);
}

} // namespace

bool isWord(QStringView text, qsizetype index)
{
    return index >= 0 && index < text.size() && (text[index].isLetterOrNumber() || text[index] == u'_');
}

bool namesAt(QStringView text, qsizetype at, QStringView name)
{
    return text.sliced(at).startsWith(name, Qt::CaseInsensitive) && !isWord(text, at + name.size());
}

std::vector<UserId> findMentions(QStringView text, std::span<const Mentionable> candidates)
{
    std::vector<UserId> found;
    int marks = 0;
    for (qsizetype at = text.indexOf(u'@'); at >= 0 && marks < maxMentions; at = text.indexOf(u'@', at + 1), ++marks) {
        if (isWord(text, at - 1))
            continue; // ann@example.org
        qsizetype longest = 0;
        for (const Mentionable& candidate : candidates) {
            if (candidate.name.size() > longest && namesAt(text, at + 1, candidate.name))
                longest = candidate.name.size();
        }
        if (longest == 0 && namesAt(text, at + 1, u"all"))
            addOnce(found, everybody);
        for (const Mentionable& candidate : candidates) {
            if (candidate.name.size() == longest && longest > 0 && namesAt(text, at + 1, candidate.name))
                addOnce(found, candidate.id);
        }
    }
    return found;
}

} // namespace parlance
