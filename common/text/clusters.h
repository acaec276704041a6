#pragma once

#include <QString>
#include <QStringView>

/// What readers take for one character: a letter with its marks, a Hangul syllable, a conjunct of Indic consonants, a
/// flag, an emoji with its skin tone or joined to others. These are the grapheme clusters of UAX #29, written down here
/// because Qt 6.4 splits conjuncts and not every browser has Intl.Segmenter. resources/web/js/text/clusters.js has the
/// same rules; tests/golden/text/clusters.json holds the two equal.
namespace parlance {

/// Where the cluster ends that begins at `at`, which must be within the text. Reads no further than that cluster.
qsizetype clusterEnd(QStringView text, qsizetype at);

/// The cluster at the beginning; empty for an empty text.
QStringView firstCluster(QStringView text);

/// At most so many UTF-16 units. Cuts between clusters, or between code points where the first cluster is longer.
QString cutToUnits(QStringView text, qsizetype maxUnits);

/// At most so many code points, cut in the same way; for plain clients, whose long names are cut.
QString cutToCodePoints(QStringView text, int maxCodePoints);

/// Whether Unicode has the character as a picture, or keeps its place for one (Extended_Pictographic).
bool isPictograph(char32_t point);

} // namespace parlance
