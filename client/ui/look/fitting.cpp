#include "ui/look/fitting.h"

#include <QLayout>
#include <QScreen>
#include <QWidget>

#include <algorithm>

namespace parlance::client {

namespace {

/// What a window manager draws around a window, before anybody can know it: most of it is the title bar.
constexpr QMargins usualFrame(4, 36, 4, 4);

QMargins frameOf(const QWidget& window)
{
    const QRect inner = window.geometry();
    const QRect outer = window.frameGeometry();
    if (inner == outer)
        return usualFrame;
    return {inner.left() - outer.left(), inner.top() - outer.top(), outer.right() - inner.right(),
            outer.bottom() - inner.bottom()};
}

} // namespace

QRect fitted(const QRect& frame, const QRect& available)
{
    QRect fit(frame.topLeft(), frame.size().boundedTo(available.size()));
    fit.moveLeft(std::clamp(fit.left(), available.left(), available.right() + 1 - fit.width()));
    fit.moveTop(std::clamp(fit.top(), available.top(), available.bottom() + 1 - fit.height()));
    return fit;
}

void resizeWithinScreen(QWidget& window, const QSize& wanted)
{
    window.resize(wanted.boundedTo(window.screen()->availableGeometry().marginsRemoved(usualFrame).size()));
}

void growToContents(QWidget& window)
{
    QLayout& layout = *window.layout();
    layout.activate();
    const int width = window.width();
    const int wanted = layout.hasHeightForWidth() ? layout.totalHeightForWidth(width) : layout.totalSizeHint().height();
    resizeWithinScreen(window, {width, std::max(window.height(), wanted)});
}

void keepOnScreen(QWidget& window)
{
    if (window.windowState() & (Qt::WindowMaximized | Qt::WindowFullScreen | Qt::WindowMinimized))
        return;
    const QMargins frame = frameOf(window);
    const QRect outer = window.geometry().marginsAdded(frame);
    const QRect fit = fitted(outer, window.screen()->availableGeometry());
    if (fit != outer)
        window.setGeometry(fit.marginsRemoved(frame));
}

} // namespace parlance::client
