#pragma once

#include <QString>

namespace parlance {

/// Exactly the text whose UTF-8 these bytes are. QString::fromUtf8() takes U+FEFF at the beginning for a byte order
/// mark and drops it; in the middle of a message or of a row it is a character like any other, and whoever drops it has
/// another text than whoever does not. For everything that is received or stored.
QString fromUtf8(QByteArrayView bytes);

} // namespace parlance
