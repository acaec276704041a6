#pragma once

#include "text/nameindex.h"

#include <QString>
#include <QStringView>

#include <span>
#include <vector>

/// Where a text calls people by @name, and whom. resources/web/js/text/mentions.js has the same rules for what clients
/// mark; tests/golden/text/mentions.json holds all of it equal.
namespace parlance {

struct Mentionable {
    UserId id;
    QString name;
};

/// What `mentions` holds for "@all": everybody in the room.
inline const UserId everybody{QByteArrayLiteral("all")};

/// A text with more of these is not a call for attention; names behind the rest are not looked for.
constexpr int maxMentions = 50;

/// A name that more people have calls none of them, and a message calls no more people in all.
constexpr size_t maxMeant = 50;

/// Whether there is a sign in the text behind which a name may stand.
bool mayMention(QStringView text);

/// Who is meant by the @names in a text: the people of the longest name behind each @ that begins a word outside of
/// addresses, each person once. "@all" is everybody, even where somebody has that name. A name whose people would make
/// it more than maxMeant is left out.
std::vector<UserId> findMentions(QStringView text, const NameIndex& names);

struct MentionMark {
    qsizetype start = 0;
    qsizetype length = 0;
    UserId id;
};

/// Where a text calls people. Who is meant was found by the server; `names` says what those are called, with
/// `everybody` by "all". Of several who have the same name, the first in `names` is given.
std::vector<MentionMark> markMentions(QStringView text, std::span<const Mentionable> names);

} // namespace parlance
