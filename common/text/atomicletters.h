#pragma once

#include <QString>

/// Letters that are written with a joiner in older texts and by older keyboards, as a consonant, a virama and U+200D,
/// and have had code points of their own since Unicode 4.1 and 5.1: khanda ta of Bengali and the chillus of Malayalam.
/// Both spellings look the same, but no normal form of Unicode makes them equal.
/// resources/web/js/text/atomicletters.js has the same table.
namespace parlance {

/// Replaces the spelling with a joiner by the letter itself.
void composeAtomicLetters(QString& text);

/// The consonant and the virama of such a letter; empty for all others.
QStringView partsOfAtomicLetter(QChar letter);

} // namespace parlance
