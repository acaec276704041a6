#pragma once

#include <QString>
#include <QStringView>

namespace parlance {

/// UTF-16 units of the longest text that is brought into its normal form, enough for every name.
constexpr qsizetype longestComposed = 512;

/// Unicode's normal form C. A longer text stays as it is: Qt takes quadratic time to put a row of combining marks in
/// order, 3.7 s for 30,000 of them. Nothing else in the project may ask Qt for a normal form of untrusted text.
QString composed(QStringView text);

} // namespace parlance
