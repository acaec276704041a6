#pragma once

#include "base/result.h"

#include <QString>

namespace parlance {

/// What names have in common that look alike: their skeletons by UTS #39, which ICU computes. A name has two, because
/// readers take letters for each other in two ways:
///
/// - `folded` comes from the folded name (text/folding.h) and finds names that are alike whatever their letter case is:
///   "pаypal" with a Cyrillic а, "rnike" and "mike", "b0b" and "bob".
/// - `asWritten` comes from the name in its own spelling and finds capitals that look like another small letter:
///   "PayPaI" ends with an I, which folding would make an i. Folded skeletons cannot show that without making "ian" and
///   "lan" alike as well, which nobody mixes up.
///
/// Two names are alike if either skeleton is the same. A store therefore keeps both, each of them unique; callers
/// compute them before they ask the store, which knows no ICU. They depend on ICU's version: a store that keeps them
/// across an upgrade compares newer ones with older ones, which at worst misses look-alikes of letters that are new.
struct Skeletons {
    QString folded;
    QString asWritten;

    friend bool operator==(const Skeletons&, const Skeletons&) = default;
};

/// Of a name or a handle that has passed its rules. Takes microseconds; any thread. The error is Internal: ICU found no
/// memory or not its data.
Result<Skeletons> skeletonsOf(const QString& name);

/// Whether somebody may take one for the other; so are equal names, and names that differ in letter case only.
bool areAlike(const Skeletons& one, const Skeletons& other);

/// Whether a handle looks like a word that calls everybody (reservedHandles in text/handles.h), such as "аll" with a
/// Cyrillic а. Handle::parse() refuses the words themselves.
Result<bool> looksReserved(const QString& handle);

} // namespace parlance
