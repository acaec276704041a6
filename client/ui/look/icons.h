#pragma once

#include <QColor>
#include <QIcon>
#include <QRect>

class QPainter;

namespace parlance::client {

/// Drawn with lines, so that they are sharp at every size and take every colour.
enum class Icon { Search, Plus, People, More, Send, Close, Up, Down, Settings, Bell, BellOff, Pencil, Reload, Back };

/// In the middle of `rect`, as large as that allows.
void paintIcon(QPainter& painter, Icon icon, const QRect& rect, const QColor& color);

/// For buttons; in the one colour, paler where disabled.
QIcon makeIcon(Icon icon, const QColor& color);

} // namespace parlance::client
