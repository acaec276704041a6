#include "ui/rooms/facebutton.h"

#include "models/people.h"
#include "ui/look/face.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

namespace parlance::client {

namespace {
constexpr int meHeight = 52; // pixels at the usual size, as are the others
constexpr int meFace = 30;
constexpr int mePadding = 12;
} // namespace

FaceButton::FaceButton(const Look& look, QWidget* parent)
    : QAbstractButton(parent)
    , m_look(look)
{
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FaceButton::setPerson(const QString& name, int hue, const QString& state, bool isHere)
{
    m_name = name;
    m_hue = hue;
    m_state = state;
    m_isHere = isHere;
    setAccessibleName(tr("%1, %2").arg(name, state));
    update();
}

QSize FaceButton::sizeHint() const
{
    return {m_look.scaled(120), m_look.scaled(meHeight)};
}

void FaceButton::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = m_look.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.line);
    painter.drawLine(0, 0, width(), 0);
    if (underMouse() || isDown() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(theme.accent, 2) : QPen(Qt::NoPen));
        painter.setBrush(theme.hover);
        const int inset = m_look.scaled(6);
        painter.drawRoundedRect(rect().adjusted(inset, inset, -inset, -inset), 8, 8);
    }
    const int side = m_look.scaled(meFace);
    const int pad = m_look.scaled(mePadding);
    const auto visual = [this](const QRect& logical) { return QStyle::visualRect(layoutDirection(), rect(), logical); };
    const QRect circle(pad, (height() - side) / 2, side, side);
    paintFace(painter, visual(circle), initials(m_name), m_hue, m_look);
    paintPresence(painter, visual(circle), m_isHere, layoutDirection(), m_look);
    const int x = circle.right() + m_look.scaled(10);
    const QFontMetrics bold(m_look.bold());
    const QFontMetrics tiny(m_look.tiny());
    const int top = (height() - bold.height() - tiny.height()) / 2;
    const QRect name(x, top, width() - x - pad, bold.height());
    const QRect state(x, top + bold.height(), width() - x - pad, tiny.height());
    const int flags = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::TextSingleLine;
    painter.setFont(m_look.bold());
    painter.setPen(theme.text);
    painter.drawText(visual(name), flags, bold.elidedText(m_name, Qt::ElideRight, name.width()));
    painter.setFont(m_look.tiny());
    painter.setPen(theme.muted);
    painter.drawText(visual(state), flags, tiny.elidedText(m_state, Qt::ElideRight, state.width()));
}

} // namespace parlance::client
