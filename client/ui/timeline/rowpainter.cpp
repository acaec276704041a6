#include "ui/timeline/rowpainter.h"

#include "ui/look/face.h"
#include "ui/look/icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>

namespace parlance::client {

namespace {

constexpr int bubbleRoundness = 12; // pixels at the usual size
constexpr int jointRoundness = 4;

/// Bubbles of a group are joined on their author's side.
QPainterPath bubblePath(const RowLayout& row, const Look& look)
{
    const QRectF r = row.bubble();
    const double round = look.scaled(bubbleRoundness);
    const double joint = look.scaled(jointRoundness);
    const bool own = row.frame() == RowLayout::Frame::Own;
    const bool jointsRight = own != row.isMirrored();
    const double top = row.isFirst() ? round : joint;
    const double bottom = row.isLast() ? round : joint;
    const double topLeft = jointsRight ? round : top;
    const double topRight = jointsRight ? top : round;
    const double bottomLeft = jointsRight ? round : bottom;
    const double bottomRight = jointsRight ? bottom : round;
    QPainterPath path;
    path.moveTo(r.left() + topLeft, r.top());
    path.lineTo(r.right() - topRight, r.top());
    path.quadTo(r.right(), r.top(), r.right(), r.top() + topRight);
    path.lineTo(r.right(), r.bottom() - bottomRight);
    path.quadTo(r.right(), r.bottom(), r.right() - bottomRight, r.bottom());
    path.lineTo(r.left() + bottomLeft, r.bottom());
    path.quadTo(r.left(), r.bottom(), r.left(), r.bottom() - bottomLeft);
    path.lineTo(r.left(), r.top() + topLeft);
    path.quadTo(r.left(), r.top(), r.left() + topLeft, r.top());
    return path;
}

QColor bubbleColor(RowLayout::Frame frame, const Theme& theme)
{
    switch (frame) {
    case RowLayout::Frame::Own:
        return theme.own;
    case RowLayout::Frame::Call:
        return theme.call;
    case RowLayout::Frame::Other:
    case RowLayout::Frame::None:
        break;
    }
    return theme.bubble;
}

void paintBubble(QPainter& painter, const RowLayout& row, const RowLooks& looks, const Look& look)
{
    const Theme& theme = look.theme();
    if (row.frame() != RowLayout::Frame::None) {
        const QPainterPath path = bubblePath(row, look);
        painter.fillPath(path, bubbleColor(row.frame(), theme));
        if (row.frame() == RowLayout::Frame::Call) {
            painter.save();
            painter.setClipPath(path);
            QRect bar = row.bubble();
            if (row.isMirrored())
                bar.setLeft(bar.right() - 2);
            else
                bar.setWidth(3);
            painter.fillRect(bar, theme.callEdge);
            painter.restore();
        }
        if (row.isFailed())
            painter.strokePath(path, QPen(theme.danger, 1));
    }
    if (looks.isCurrent || looks.isFound) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, 2));
        const double round = look.scaled(bubbleRoundness);
        painter.drawRoundedRect(QRectF(row.bubble()).adjusted(-2, -2, 2, 2), round, round);
    }
}

QColor labelColor(RowLabel::Kind kind, const RowLayout& row, const Look& look)
{
    const Theme& theme = look.theme();
    switch (kind) {
    case RowLabel::Author:
        return personColors(theme, row.hue()).voice;
    case RowLabel::Fate:
        return row.isFailed() ? theme.danger : theme.muted;
    case RowLabel::Again:
    case RowLabel::Discard:
        return theme.link;
    case RowLabel::New:
        return theme.danger;
    case RowLabel::Stamp:
        return row.frame() == RowLayout::Frame::Call ? theme.callText : theme.muted;
    case RowLabel::Day:
    case RowLabel::Tag:
    case RowLabel::Notice:
        break;
    }
    return theme.muted;
}

void paintLabels(QPainter& painter, const RowLayout& row, const Look& look, int width)
{
    const Theme& theme = look.theme();
    for (const RowLabel& label : row.labels()) {
        if (label.kind == RowLabel::New) {
            const int y = label.rect.center().y();
            const int margin = look.scaled(12);
            painter.setPen(QPen(theme.danger, 1));
            painter.drawLine(margin, y, label.rect.left() - margin, y);
            painter.drawLine(label.rect.right() + margin, y, width - margin, y);
        }
        QFont font = label.font;
        if (label.kind == RowLabel::Again || label.kind == RowLabel::Discard)
            font.setUnderline(true);
        painter.setFont(font);
        painter.setPen(labelColor(label.kind, row, look));
        painter.drawText(label.rect, Qt::AlignCenter | Qt::TextSingleLine, label.text);
    }
}

QList<QTextLayout::FormatRange> markedIn(const QString& text, const QString& wanted, const Theme& theme)
{
    QList<QTextLayout::FormatRange> ranges;
    QTextCharFormat format;
    format.setBackground(theme.mark);
    format.setForeground(theme.text);
    for (qsizetype at = 0; !wanted.isEmpty(); at += wanted.size()) {
        at = text.indexOf(wanted, at, Qt::CaseInsensitive);
        if (at < 0)
            break;
        ranges.append({int(at), int(wanted.size()), format});
    }
    return ranges;
}

} // namespace

void paintRow(QPainter& painter, const RowLayout& row, const RowLooks& looks, const Look& look, int width)
{
    const Theme& theme = look.theme();
    painter.setRenderHint(QPainter::Antialiasing);
    if (!row.avatar().isNull())
        paintFace(painter, row.avatar(), row.faceText(), row.hue(), look);
    paintBubble(painter, row, looks, look);
    paintLabels(painter, row, look, width);
    QList<QTextLayout::FormatRange> selections = markedIn(row.text(), looks.marked, theme);
    if (looks.selectedTo > looks.selectedFrom) {
        QTextCharFormat selected;
        selected.setBackground(theme.selection);
        selected.setForeground(theme.text);
        selections.append({looks.selectedFrom, looks.selectedTo - looks.selectedFrom, selected});
    }
    painter.setPen(theme.text);
    painter.save();
    painter.setClipRect(row.bubble()); // letters with a tower of marks would reach into other rows
    row.layout().draw(&painter, row.textOrigin(), selections);
    painter.restore();
    if (looks.isHovered)
        paintIcon(painter, Icon::More, row.more(), theme.muted);
}

} // namespace parlance::client
