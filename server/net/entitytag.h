#pragma once

#include <QByteArrayView>

namespace parlance {

/// Whether If-None-Match's value names the entity tag: `*`, or a list with the tag in it, by the weak comparison that
/// this header asks for (RFC 9110, section 13.1.2), so `W/"x"` is `"x"`. A value that is not of that form names
/// nothing.
bool namesEntityTag(QByteArrayView value, QByteArrayView tag);

} // namespace parlance
