#pragma once

#include <QString>
#include <QStringView>

namespace parlance {

/// Whether a text shows nothing: white space, control characters and characters that are invisible, as Unicode's
/// default ignorable ones are. The page has the same rule, in js/text/bodies.js.
bool isBlank(QStringView text);

/// A message's text as it is kept: line ends are \n, control characters other than \n and \t are gone, trailing white
/// space is cut, and of a text that shows nothing nothing is left. Everything else stays as typed.
QString cleanBody(QStringView text);

} // namespace parlance
