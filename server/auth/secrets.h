#pragma once

#include <QByteArrayView>

namespace parlance {

/// Whether the secret was given, in a time that tells nothing of how much of it was right.
bool isSecret(QByteArrayView given, QByteArrayView secret);

} // namespace parlance
