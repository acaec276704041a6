#pragma once

#include "models/completion.h"

/// Emoji by name, as the page has them (resources/web/js/text/emoji.js): resources/emoji/generate.py writes both
/// tables, and tests/golden/text/emoji.json holds what is found in them equal.
namespace parlance::client {

struct Emoji {
    QString name; ///< without colons
    QString sign;

    friend bool operator==(const Emoji&, const Emoji&) = default;
};

/// The best fitting ones, each by the name that fits best; then those that a keyword finds. No scattered letters as for
/// people: they find too much.
std::vector<Emoji> completeEmoji(QStringView query, size_t most = maxProposals);

/// The emoji of exactly that name.
std::optional<QString> emojiSign(QStringView name);

} // namespace parlance::client
