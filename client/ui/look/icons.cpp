#include "ui/look/icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

#include <cmath>
#include <numbers>

namespace parlance::client {

namespace {

/// On a iconSquare of 20 by 20.
constexpr double iconSquare = 20;

void peopleIcon(QPainterPath& path)
{
    path.addEllipse(QPointF(7.5, 6.5), 3, 3);
    path.moveTo(2, 16.5);
    path.cubicTo(2, 9.8, 13, 9.8, 13, 16.5);
    path.moveTo(12.5, 3.8);
    path.cubicTo(16, 4, 16, 9, 12.8, 9.3);
    path.moveTo(14.5, 11.8);
    path.cubicTo(17, 12.3, 18, 14, 18, 16.5);
}

void gearIcon(QPainterPath& path)
{
    path.addEllipse(QPointF(10, 10), 2.6, 2.6);
    path.addEllipse(QPointF(10, 10), 5.6, 5.6);
    for (int tooth = 0; tooth < 8; ++tooth) {
        const double angle = tooth * std::numbers::pi / 4;
        path.moveTo(10 + 5.6 * std::cos(angle), 10 + 5.6 * std::sin(angle));
        path.lineTo(10 + 7.8 * std::cos(angle), 10 + 7.8 * std::sin(angle));
    }
}

void bellIcon(QPainterPath& path)
{
    path.moveTo(4, 14);
    path.cubicTo(6, 12, 5, 9, 5.5, 7.5);
    path.cubicTo(6.5, 2.5, 13.5, 2.5, 14.5, 7.5);
    path.cubicTo(15, 9, 14, 12, 16, 14);
    path.closeSubpath();
    path.moveTo(8.5, 16.5);
    path.quadTo(10, 18, 11.5, 16.5);
}

void addLines(QPainterPath& path, std::initializer_list<std::pair<QPointF, QPointF>> all)
{
    for (const auto& [from, to] : all) {
        path.moveTo(from);
        path.lineTo(to);
    }
}

void pencilIcon(QPainterPath& path)
{
    path.moveTo(3.5, 16.5);
    path.lineTo(4.5, 12.5);
    path.lineTo(13.5, 3.5);
    path.lineTo(16.5, 6.5);
    path.lineTo(7.5, 15.5);
    path.closeSubpath();
}

void reloadIcon(QPainterPath& path)
{
    path.arcMoveTo(3.5, 3.5, 13, 13, 60);
    path.arcTo(3.5, 3.5, 13, 13, 60, 300);
    addLines(path, {{{16.5, 10}, {13.6, 7.6}}, {{16.5, 10}, {18.6, 6.8}}});
}

QPainterPath pathOf(Icon icon)
{
    QPainterPath path;
    switch (icon) {
    case Icon::Search:
        path.addEllipse(QPointF(8.5, 8.5), 5.2, 5.2);
        addLines(path, {{{12.4, 12.4}, {17, 17}}});
        break;
    case Icon::Plus:
        addLines(path, {{{10, 3.5}, {10, 16.5}}, {{3.5, 10}, {16.5, 10}}});
        break;
    case Icon::People:
        peopleIcon(path);
        break;
    case Icon::More:
        for (const double x : {4.5, 10.0, 15.5})
            path.addEllipse(QPointF(x, 10), 0.8, 0.8);
        break;
    case Icon::Send:
        addLines(path, {{{10, 16.5}, {10, 4}}, {{10, 3.6}, {4.8, 8.8}}, {{10, 3.6}, {15.2, 8.8}}});
        break;
    case Icon::Close:
        addLines(path, {{{4.5, 4.5}, {15.5, 15.5}}, {{15.5, 4.5}, {4.5, 15.5}}});
        break;
    case Icon::Up:
        addLines(path, {{{10, 16.5}, {10, 4}}, {{10, 3.6}, {4.8, 8.8}}, {{10, 3.6}, {15.2, 8.8}}});
        break;
    case Icon::Down:
        addLines(path, {{{10, 3.5}, {10, 16}}, {{10, 16.4}, {4.8, 11.2}}, {{10, 16.4}, {15.2, 11.2}}});
        break;
    case Icon::Settings:
        gearIcon(path);
        break;
    case Icon::Bell:
        bellIcon(path);
        break;
    case Icon::BellOff:
        bellIcon(path);
        addLines(path, {{{3.5, 3.5}, {16.5, 17.5}}});
        break;
    case Icon::Pencil:
        pencilIcon(path);
        break;
    case Icon::Reload:
        reloadIcon(path);
        break;
    case Icon::Back:
        addLines(path, {{{16.5, 10}, {4, 10}}, {{3.6, 10}, {8.8, 4.8}}, {{3.6, 10}, {8.8, 15.2}}});
        break;
    }
    return path;
}

class Engine final : public QIconEngine {
  public:
    Engine(Icon icon, const QColor& color)
        : m_icon(icon)
        , m_color(color)
    {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State /*state*/) override
    {
        QColor color = m_color;
        if (mode == QIcon::Disabled)
            color.setAlphaF(0.4F);
        paintIcon(*painter, m_icon, rect, color);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, {{0, 0}, size}, mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new Engine(m_icon, m_color); }

  private:
    Icon m_icon;
    QColor m_color;
};

} // namespace

void paintIcon(QPainter& painter, Icon icon, const QRect& rect, const QColor& color)
{
    const double side = std::min({double(rect.width()), double(rect.height())});
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(QRectF(rect).center() - QPointF(side / 2, side / 2));
    painter.scale(side / iconSquare, side / iconSquare);
    painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(icon == Icon::More ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawPath(pathOf(icon));
    painter.restore();
}

QIcon makeIcon(Icon icon, const QColor& color)
{
    return QIcon(new Engine(icon, color));
}

} // namespace parlance::client
