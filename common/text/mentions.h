#pragma once

#include "base/ids.h"

#include <QString>
#include <QStringView>

#include <span>
#include <vector>

namespace parlance {

struct Mentionable {
    UserId id;
    QString name;
};

/// What `mentions` holds for "@all": everybody in the room.
inline const UserId everybody{QByteArrayLiteral("all")};

/// A text with more of these is not a call for attention; the rest is not looked at.
constexpr int maxMentions = 50;

/// Who is meant by the @names in a text: the longest candidate's name after each @ that begins a word, letter case
/// ignored, each person once. Where several people have the same name, all of them.
std::vector<UserId> findMentions(QStringView text, std::span<const Mentionable> candidates);

/// Whether a letter, digit or underscore stands there; none does beyond either end.
bool isWord(QStringView text, qsizetype index);

/// Whether this name stands there as a whole word, letter case ignored.
bool namesAt(QStringView text, qsizetype at, QStringView name);

} // namespace parlance
