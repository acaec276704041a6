#pragma once

#include <QStringList>

#include <algorithm>

namespace parlance::test {

/// The first line that differs, for a message that helps.
inline QString firstDifference(const QString& found, const QString& wanted)
{
    const QStringList a = found.split(u'\n');
    const QStringList b = wanted.split(u'\n');
    for (qsizetype i = 0; i < std::max(a.size(), b.size()); ++i) {
        if (a.value(i) != b.value(i))
            return QStringLiteral("line %1 is out of date, run ./dev fmt: %2 | should be: %3")
                .arg(i + 1)
                .arg(a.value(i), b.value(i));
    }
    return {};
}

} // namespace parlance::test
