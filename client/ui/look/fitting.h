#pragma once

#include <QRect>

class QWidget;

namespace parlance::client {

/// Moves `frame`, and shrinks it where that is needed, so that all of it lies within `available`.
QRect fitted(const QRect& frame, const QRect& available);

/// Gives a window this size, or less where its screen has no room for that. The window may not be shown yet, so that
/// room for a usual frame is left around it.
void resizeWithinScreen(QWidget& window, const QSize& wanted);

/// A window that was shown, or whose place was restored, on a screen that is smaller or scaled otherwise now: brings
/// all of it back onto the screen.
void keepOnScreen(QWidget& window);

} // namespace parlance::client
