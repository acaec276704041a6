#pragma once

#include <QString>

namespace parlance::test {

/// The checkout that the tests were built in: where golden files are. The one source that is told.
QString sourceFolder();

} // namespace parlance::test
