#pragma once

#include <QString>

namespace parlance::test {

/// The checkout that the tests were built in: where golden files are. In a source of its own, so that all others are
/// the same objects in every checkout.
QString sourceFolder();

} // namespace parlance::test
