#include "app/nearest.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace parlance {

namespace {

/// Levenshtein's, blind to upper and lower case.
int distance(QStringView a, QStringView b)
{
    std::vector<int> row(size_t(b.size()) + 1);
    for (size_t j = 0; j < row.size(); ++j)
        row[j] = int(j);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = std::exchange(row[0], int(i) + 1);
        for (size_t j = 1; j < row.size(); ++j) {
            const int replaced = diagonal + (a[i].toLower() != b[qsizetype(j) - 1].toLower());
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

} // namespace

QString nearestOf(QStringView word, const QStringList& candidates)
{
    constexpr qsizetype longestWord = 100;
    if (candidates.isEmpty() || word.size() > longestWord)
        return {};
    const auto far = [word](const QString& candidate) { return distance(word, candidate); };
    const QString nearest = *std::ranges::min_element(candidates, {}, far);
    return far(nearest) <= std::clamp<qsizetype>(word.size() / 3, 1, 4) ? nearest : QString();
}

} // namespace parlance
