#include "ui/look/look.h"

#include <QWidget>

#include <algorithm>
#include <cmath>

namespace parlance::client {

namespace {
constexpr double usualSize = 10; // points
constexpr double smallest = 6;   // points; what is smaller cannot be read
} // namespace

Look::Look(const QFont& base, QObject* parent)
    : QObject(parent)
    , m_base(base)
    , m_font(base)
{}

QFont Look::sized(double factor, QFont::Weight weight) const
{
    QFont font = m_font;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(int(std::lround(font.pixelSize() * factor)));
    font.setWeight(weight);
    return font;
}

QFont Look::small() const
{
    return sized(0.88, QFont::Normal);
}

QFont Look::tiny() const
{
    return sized(0.78, QFont::Normal);
}

QFont Look::bold() const
{
    return sized(1, QFont::DemiBold);
}

QFont Look::large() const
{
    return sized(1.25, QFont::DemiBold);
}

QFont Look::jumbo() const
{
    return sized(2.4, QFont::Normal);
}

int Look::scaled(int pixels) const
{
    const double points = m_font.pointSizeF() > 0 ? m_font.pointSizeF() : usualSize;
    return int(std::lround(pixels * points / usualSize));
}

int Look::percent(int step) const
{
    const double base = m_base.pointSizeF() > 0 ? m_base.pointSizeF() : usualSize;
    return int(std::lround(100 * std::max(smallest, base + step) / base));
}

void Look::setDark(bool dark)
{
    if (dark == m_theme.isDark)
        return;
    m_theme = dark ? Theme::dark() : Theme::light();
    Q_EMIT changed();
}

void Look::setFontStep(int step)
{
    const int wanted = std::clamp(step, smallestStep, largestStep);
    if (wanted == m_step)
        return;
    m_step = wanted;
    m_font = m_base;
    if (m_base.pointSizeF() > 0)
        m_font.setPointSizeF(std::max(smallest, m_base.pointSizeF() + wanted));
    Q_EMIT changed();
}

void setLetters(QWidget& widget, const QColor& color, const QFont& font)
{
    QPalette palette = widget.palette();
    palette.setColor(QPalette::WindowText, color);
    widget.setPalette(palette);
    widget.setFont(font);
}

} // namespace parlance::client
