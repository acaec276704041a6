#pragma once

#include <QString>
#include <QStringView>

namespace parlance {

/// A message's text as it is kept: line ends are \n, control characters other than \n and \t are gone, trailing white
/// space is cut. Everything else stays as typed.
QString cleanBody(QStringView text);

} // namespace parlance
