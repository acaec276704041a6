#pragma once

#include "text/folding.h"
#include "text/mentions.h"

#include <QString>
#include <QStringView>

#include <algorithm>
#include <optional>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

/// What the composer proposes after @ and :, and how well names fit what was typed. resources/web/js/text/completion.js
/// has the same rules; tests/golden/text/completion.json holds the two equal.
namespace parlance::client {

/// No list of proposals is longer.
constexpr qsizetype maxProposals = 8;

/// What is being completed: the word that begins with `sign` at `from` and ends at the caret.
struct Completion {
    QChar sign; ///< @ or :
    QString query;
    qsizetype from = 0;
};

/// An @ counts where it may call somebody, a colon only at the start of a word and from two letters on, so that times
/// and smileys stay what they are. A name may go on after one space.
std::optional<Completion> completionAt(QStringView text, qsizetype caret);

/// People whose name fits, then everybody; nobody where the name is complete.
std::vector<Mentionable> completePeople(QStringView query, std::span<const Mentionable> people);

struct Completed {
    QString text;
    qsizetype caret = 0;
};

/// The text with the choice put in, and where the caret stands then: behind the space that follows it.
Completed complete(QStringView text, qsizetype caret, const Completion& at, QStringView replacement);

/// As score(), of a folded name and what was typed, trimmed and folded.
double foldedScore(QStringView text, QStringView wanted);

/// How well a name fits what was typed: its letters in order; whole beginnings before scattered ones. 0: not at all.
inline double score(QStringView name, QStringView query)
{
    return foldedScore(folded(name), folded(query.trimmed()));
}

/// The part of it that is for what stands there as one piece; both folded.
double pieceScore(QStringView text, QStringView wanted);

/// The fitting ones, best first; equals stay in the order they came.
template <std::ranges::input_range Items, class NameOf>
std::vector<std::ranges::range_value_t<Items>> rank(Items&& items, QStringView query, NameOf nameOf)
{
    using Item = std::ranges::range_value_t<Items>;
    const QString wanted = folded(query.trimmed());
    std::vector<std::pair<double, Item>> fitting;
    for (auto&& item : items) {
        if (const double points = foldedScore(folded(nameOf(item)), wanted); points > 0)
            fitting.emplace_back(points, item);
    }
    std::ranges::stable_sort(fitting, std::greater{}, &std::pair<double, Item>::first);
    std::vector<Item> ranked;
    ranked.reserve(fitting.size());
    for (auto& [points, item] : fitting)
        ranked.push_back(std::move(item));
    return ranked;
}

} // namespace parlance::client
