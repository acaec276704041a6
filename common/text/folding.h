#pragma once

#include <QString>
#include <QStringView>

/// Names are compared by their folded form, in which letter case, ways of composing a letter, kinds of blanks, joiners
/// and variation selectors make no difference. Letters that may be spelt with a joiner are what they are without it. ß
/// is ss, all sigmas are one, and so are the four letters i of Turkish: nobody knows in which language a name is
/// written. Takes linear time. resources/web/js/text/folding.js has the same rules; tests/golden/text/folding.json
/// holds the two equal.
namespace parlance {

QString folded(QStringView text);

/// Appends the folded form of the cluster that begins at `at`, and returns where that one ends.
qsizetype foldCluster(QStringView text, qsizetype at, QString& to);

} // namespace parlance
