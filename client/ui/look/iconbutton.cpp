#include "ui/look/iconbutton.h"

#include <QEvent>
#include <QPainter>

namespace parlance::client {

namespace {
constexpr int buttonSide = 32; // pixels at the usual size
constexpr int buttonIcon = 18;
constexpr int buttonRoundness = 9;
} // namespace

IconButton::IconButton(Icon icon, const QString& does, const Look& look, QWidget* parent, Weight weight)
    : QAbstractButton(parent)
    , m_look(look)
    , m_icon(icon)
    , m_weight(weight)
{
    setToolTip(does);
    setAccessibleName(does);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&m_look, &Look::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize IconButton::sizeHint() const
{
    return {m_look.scaled(buttonSide), m_look.scaled(buttonSide)};
}

bool IconButton::event(QEvent* event)
{
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave)
        update();
    return QAbstractButton::event(event);
}

void IconButton::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = m_look.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const bool strong = m_weight == Weight::Strong && isEnabled();
    const bool raised = isEnabled() && (underMouse() || isDown() || isChecked());
    if (strong)
        painter.setBrush(isDown() ? theme.accentText : theme.accent);
    else if (raised)
        painter.setBrush(isDown() ? theme.line : theme.hover);
    const int round = m_look.scaled(buttonRoundness);
    if (strong || raised)
        painter.drawRoundedRect(rect(), round, round);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRoundedRect(rect().adjusted(1, 1, -1, -1), round, round);
    }
    const int size = m_look.scaled(buttonIcon);
    const QRect place((width() - size) / 2, (height() - size) / 2, size, size);
    const QColor color = strong        ? theme.onAccent
                         : isEnabled() ? (isChecked() ? theme.accent : theme.muted)
                                       : theme.edge;
    if (m_icon == Icon::Back && layoutDirection() == Qt::RightToLeft) { // back is where one has come from
        painter.translate(width(), 0);
        painter.scale(-1, 1);
    }
    paintIcon(painter, m_icon, place, color);
}

} // namespace parlance::client
