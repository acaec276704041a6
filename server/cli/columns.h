#pragma once

#include <QStringList>

#include <vector>

namespace parlance::cli {

/// Lines with their cells below each other, the first line for headings. What a stranger has written into a cell cannot
/// end the line or command the terminal.
QString columns(const std::vector<QStringList>& lines);

/// "2026-01-31 12:00", in the time zone of who reads it.
QString shownTime(qint64 milliseconds);

/// With the thousands apart: "1,234,567".
QString shownNumber(qint64 number);

/// "1 room", "1,234 rooms".
QString counted(qint64 number, const QString& what);

} // namespace parlance::cli
