#pragma once

#include <QStringList>

namespace parlance {

/// What somebody who wrote `word` probably meant: the candidate that the fewest changes make of it, if they are few.
QString nearestOf(QStringView word, const QStringList& candidates);

} // namespace parlance
