#pragma once

#include <QRect>

class QWidget;

namespace parlance::client {

/// Moves `frame`, and shrinks it where that is needed, so that all of it lies within `available`.
QRect fitted(const QRect& frame, const QRect& available);

/// Gives a window this size, or less where its screen has no room for that. The window may not be shown yet, so that
/// room for a usual frame is left around it.
void resizeWithinScreen(QWidget& window, const QSize& wanted);

/// Makes a window as high as its contents need at its width, as far as the screen has room. For a text that appears in
/// a window that is shown: without this the fields beside it would be squeezed.
void growToContents(QWidget& window);

/// A window that was shown, or whose place was restored, on a screen that is smaller or scaled otherwise now: brings
/// all of it back onto the screen.
void keepOnScreen(QWidget& window);

} // namespace parlance::client
