#pragma once

#include <QByteArray>
#include <QJsonValue>

namespace parlance::test {

/// Whether a value is as the pattern says. In a pattern the string "*" stands for any value, and an object with the
/// member
/// "...": true may have more members than the pattern names.
bool matches(const QJsonValue& pattern, const QJsonValue& value);

/// The same for a frame's text.
bool matches(const QByteArray& pattern, const QByteArray& frame);

/// The texts of a row of WebSocket frames as a server writes them.
QList<QByteArray> textsOf(QByteArrayView frames);

/// The value of a top-level member of a frame, as text; empty if there is none.
QString member(const QByteArray& frame, const char* name);

/// The same for a whole number; 0 if there is none.
qint64 number(const QByteArray& frame, const char* name);

} // namespace parlance::test
