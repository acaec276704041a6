#include "ui/look/face.h"

#include <QPainter>
#include <QStyle>

namespace parlance::client {

void paintFace(QPainter& painter, const QRect& circle, const QString& initials, int hue, const Look& look)
{
    const PersonColors colors = personColors(look.theme(), hue);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.face);
    painter.drawEllipse(circle);
    QFont font = look.bold();
    constexpr double part = 0.36; // of the face
    font.setPixelSize(std::max(6, int(circle.height() * part)));
    painter.setFont(font);
    painter.setPen(colors.onFace);
    painter.drawText(circle, Qt::AlignCenter | Qt::TextSingleLine, initials);
}

void paintPresence(QPainter& painter, const QRect& circle, bool isHere, Qt::LayoutDirection direction, const Look& look)
{
    constexpr int size = 9; // pixels at the usual size
    const int side = look.scaled(size);
    const QRect dot(circle.right() - side + 3, circle.bottom() - side + 3, side, side);
    painter.setPen(QPen(look.theme().ground, 2));
    painter.setBrush(isHere ? look.theme().good : look.theme().muted);
    painter.drawEllipse(QStyle::visualRect(direction, circle, dot));
}

} // namespace parlance::client
