#include "models/emoji.h"

#include <array>

namespace parlance::client {

namespace {

constexpr auto table = std::to_array<QStringView>({
#include "models/emojitable.inc"
});

/// Names and keywords are separated by blanks.
struct Entry {
    QStringView sign;
    QStringView names;
    QStringView keywords;
};

Entry parsed(QStringView text)
{
    const qsizetype blank = text.indexOf(u' ');
    const qsizetype colon = text.indexOf(u':');
    if (colon < 0)
        return {text.first(blank), text.sliced(blank + 1), {}};
    return {text.first(blank), text.sliced(blank + 1, colon - blank - 1), text.sliced(colon + 1)};
}

template <class Visit>
void forEachEntry(Visit visit)
{
    for (const QStringView line : table) {
        for (const QStringView text : line.tokenize(u'|'))
            visit(parsed(text));
    }
}

struct Fit {
    double points = 0;
    Emoji emoji;
};

Fit bestFit(const Entry& entry, QStringView wanted)
{
    double points = 0;
    QStringView best;
    for (const QStringView name : entry.names.tokenize(u' ')) {
        if (const double found = pieceScore(name, wanted); found > points) {
            points = found;
            best = name;
        }
    }
    if (points == 0) {
        for (const QStringView keyword : entry.keywords.tokenize(u' ')) {
            if (keyword.startsWith(wanted))
                points = std::max(points, 100 - double(keyword.size()));
        }
        best = *entry.names.tokenize(u' ').begin();
    }
    if (points == 0)
        return {};
    return {points, {best.toString(), entry.sign.toString()}};
}

} // namespace

std::vector<Emoji> completeEmoji(QStringView query, size_t most)
{
    const QString wanted = query.toString().toLower();
    if (wanted.isEmpty())
        return {};
    std::vector<Fit> fitting;
    forEachEntry([&](const Entry& entry) {
        if (Fit fit = bestFit(entry, wanted); fit.points > 0)
            fitting.push_back(std::move(fit));
    });
    std::ranges::stable_sort(fitting, std::greater{}, &Fit::points);
    fitting.resize(std::min(fitting.size(), most));
    std::vector<Emoji> found;
    found.reserve(fitting.size());
    for (Fit& fit : fitting)
        found.push_back(std::move(fit.emoji));
    return found;
}

std::optional<QString> emojiSign(QStringView name)
{
    std::optional<QString> sign;
    forEachEntry([&](const Entry& entry) {
        for (const QStringView own : entry.names.tokenize(u' ')) {
            if (own == name)
                sign = entry.sign.toString();
        }
    });
    return sign;
}

} // namespace parlance::client
