#pragma once

#include <QByteArray>

namespace parlance::json {

/// The same text with the numbers that simdjson refuses as out of range written so that it takes them: an integer of
/// more than 64 bits as a floating-point number, and one that is too large even for that as 1e308. JSON itself has no
/// such limits (RFC 8259, section 6). What is no number by JSON's grammar stays as it is.
QByteArray withNumbersInRange(const QByteArray& text);

} // namespace parlance::json
