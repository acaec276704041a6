#pragma once

#include "text/mentions.h"

#include <QString>
#include <QStringView>

#include <span>
#include <vector>

/// What in a text is shown otherwise than as plain text. Positions count UTF-16 units. resources/web/js/text/marks.js
/// has the same rules; tests/golden/text/marks.json holds the two equal.
namespace parlance {

/// An address that may be clicked. The text stays as it was typed; `target` is what is opened, percent-encoded.
struct Link {
    qsizetype start = 0;
    qsizetype length = 0;
    QString target;
};

/// http, https and mailto, nothing else, in the order of the text. An address with a user name before its host is none:
/// it shows one place and leads to another.
std::vector<Link> findLinks(QStringView text);

struct MentionMark {
    qsizetype start = 0;
    qsizetype length = 0;
    UserId id;
};

/// Where a text calls people by @name. Who is meant was found by the server; `names` says what those are called, with
/// `everybody` by "all". Links are to be cut out before, and what stands between them is marked piece by piece.
std::vector<MentionMark> markMentions(QStringView text, std::span<const Mentionable> names);

} // namespace parlance
