#include "ui/look/style.h"

#include <QAbstractSpinBox>
#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace parlance::client {

namespace {
constexpr int barWidth = 10; // pixels at the usual size, as are the others
constexpr int thumbWidth = 6;
constexpr int shortestThumb = 32;
constexpr int controlRoundness = 7;
} // namespace

Style::Style(const Look& look)
    : QProxyStyle(QStringLiteral("Fusion"))
    , m_look(look)
{}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return m_look.scaled(barWidth);
    case PM_ScrollBarSliderMin:
        return m_look.scaled(shortestThumb);
    case PM_SplitterWidth:
        return 1;
    case PM_MenuVMargin:
        return m_look.scaled(4);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const
{
    switch (hint) {
    case SH_ScrollBar_Transient:
        return 0;
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_EtchDisabledText: // a light shadow, which on a dark ground doubles every letter
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const
{
    const QSize usual = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_PushButton)
        return {usual.width() + m_look.scaled(10), std::max(usual.height(), m_look.scaled(32))};
    if (type == CT_LineEdit || type == CT_ComboBox || type == CT_SpinBox)
        return {usual.width(), std::max(usual.height(), m_look.scaled(32))};
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (type == CT_MenuItem && item && item->menuItemType != QStyleOptionMenuItem::Separator)
        return {usual.width(), std::max(usual.height(), m_look.scaled(28))};
    return usual;
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    const QRect usual = QProxyStyle::subElementRect(element, option, widget);
    const int margin = m_look.scaled(6);
    return element == SE_LineEditContents ? usual.adjusted(margin, 0, -margin, 0) : usual;
}

/// A scroll bar is all groove: there are no buttons.
QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                            const QWidget* widget) const
{
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (control != CC_ScrollBar || !bar)
        return QProxyStyle::subControlRect(control, option, part, widget);
    const bool vertical = bar->orientation == Qt::Vertical;
    const int length = vertical ? bar->rect.height() : bar->rect.width();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    int thumb = length;
    if (range > 0)
        thumb = std::clamp(int(qint64(length) * bar->pageStep / (range + bar->pageStep)),
                           std::min(length, pixelMetric(PM_ScrollBarSliderMin, option, widget)), length);
    const int start =
        sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - thumb, bar->upsideDown);
    const auto along = [&](int from, int size) {
        return vertical ? QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), size)
                        : QRect(bar->rect.left() + from, bar->rect.top(), size, bar->rect.height());
    };
    switch (part) {
    case SC_ScrollBarSlider:
        return along(start, thumb);
    case SC_ScrollBarGroove:
        return bar->rect;
    case SC_ScrollBarSubPage:
        return along(0, start);
    case SC_ScrollBarAddPage:
        return along(start + thumb, length - start - thumb);
    default:
        return {};
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const
{
    if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option); bar && control == CC_ScrollBar)
        return drawScrollBar(*bar, *painter, widget);
    if (control == CC_ComboBox) {
        drawField(*option, *painter);
        return drawArrow(subControlRect(control, option, SC_ComboBoxArrow, widget), false, *painter);
    }
    if (control == CC_SpinBox) {
        drawField(*option, *painter);
        drawArrow(subControlRect(control, option, SC_SpinBoxUp, widget), true, *painter);
        return drawArrow(subControlRect(control, option, SC_SpinBoxDown, widget), false, *painter);
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void Style::drawArrow(const QRect& rect, bool up, QPainter& painter) const
{
    const double half = m_look.scaled(4);
    const double tall = up ? -half / 2 : half / 2;
    const QPointF middle = QRectF(rect).center();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_look.theme().muted, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(
        QPolygonF{middle + QPointF(-half, -tall), middle + QPointF(0, tall), middle + QPointF(half, -tall)});
    painter.restore();
}

void Style::drawScrollBar(const QStyleOptionSlider& bar, QPainter& painter, const QWidget* widget) const
{
    if (bar.maximum <= bar.minimum)
        return;
    const QRect thumb = subControlRect(CC_ScrollBar, &bar, SC_ScrollBarSlider, widget);
    const bool vertical = bar.orientation == Qt::Vertical;
    const int width = m_look.scaled(thumbWidth);
    const int inset = ((vertical ? thumb.width() : thumb.height()) - width) / 2;
    const QRectF shape =
        vertical ? QRectF(thumb.adjusted(inset, 2, -inset, -2)) : QRectF(thumb.adjusted(2, inset, -2, -inset));
    const bool active = bar.state & (State_MouseOver | State_Sunken);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(active ? m_look.theme().muted : m_look.theme().edge);
    painter.drawRoundedRect(shape, width / 2.0, width / 2.0);
    painter.restore();
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const
{
    if (element == PE_PanelLineEdit && widget && qobject_cast<QAbstractSpinBox*>(widget->parentWidget()))
        return; // the box around it is drawn
    if (element == PE_PanelLineEdit)
        return drawField(*option, *painter);
    if (element == PE_PanelMenu)
        return drawMenu(*option, *painter);
    if (element == PE_FrameMenu)
        return; // it is a part of the panel
    if (element == PE_IndicatorCheckBox)
        return drawCheckBox(*option, *painter);
    if (element == PE_FrameFocusRect && qobject_cast<const QWidget*>(widget) && widget->inherits("QPushButton"))
        return; // the frame says it
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void Style::drawField(const QStyleOption& field, QPainter& painter) const
{
    const Theme& theme = m_look.theme();
    const bool focused = field.state & State_HasFocus;
    const double pen = focused ? 2 : 1;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(focused ? theme.accent : theme.edge, pen));
    painter.setBrush(field.state & State_Enabled ? theme.raised : theme.ground);
    const double round = m_look.scaled(controlRoundness);
    painter.drawRoundedRect(QRectF(field.rect).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), round, round);
    painter.restore();
}

void Style::drawMenu(const QStyleOption& menu, QPainter& painter) const
{
    painter.fillRect(menu.rect, m_look.theme().edge);
    painter.fillRect(menu.rect.adjusted(1, 1, -1, -1), m_look.theme().raised);
}

void Style::drawCheckBox(const QStyleOption& box, QPainter& painter) const
{
    const Theme& theme = m_look.theme();
    const bool on = box.state & State_On;
    const QRectF frame = QRectF(box.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(on ? theme.accent : theme.muted, 1));
    painter.setBrush(on ? theme.accent : theme.raised);
    painter.drawRoundedRect(frame, 3, 3);
    if (on) {
        const double side = frame.width();
        const auto at = [&frame, side](double x, double y) { return frame.topLeft() + QPointF(x * side, y * side); };
        painter.setPen(QPen(theme.onAccent, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(QPolygonF{at(0.24, 0.54), at(0.43, 0.72), at(0.78, 0.3)});
    }
    painter.restore();
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const
{
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (element == CE_MenuItem && item && item->menuItemType == QStyleOptionMenuItem::Separator) {
        const QRect& r = item->rect;
        return painter->fillRect(r.left() + 1, r.center().y(), r.width() - 2, 1, m_look.theme().line);
    }
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    if (element == CE_PushButtonBevel && button)
        return drawButton(*button, *painter);
    if (element == CE_PushButtonLabel && button && button->features & QStyleOptionButton::DefaultButton &&
        button->state & State_Enabled) {
        QStyleOptionButton strong = *button;
        strong.palette.setColor(QPalette::ButtonText, m_look.theme().onAccent);
        return QProxyStyle::drawControl(element, &strong, painter, widget);
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

/// The button that Enter presses is filled with the accent.
void Style::drawButton(const QStyleOptionButton& button, QPainter& painter) const
{
    const Theme& theme = m_look.theme();
    const bool enabled = button.state & State_Enabled;
    const bool strong = enabled && button.features & QStyleOptionButton::DefaultButton;
    const bool hovered = enabled && button.state & State_MouseOver;
    const bool down = button.state & (State_Sunken | State_On);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(strong ? QPen(Qt::NoPen) : QPen(theme.edge, 1));
    if (strong)
        painter.setBrush(down || hovered ? theme.accentText : theme.accent);
    else
        painter.setBrush(down || hovered ? theme.hover : theme.raised);
    const double round = m_look.scaled(controlRoundness);
    const QRectF frame = QRectF(button.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    painter.drawRoundedRect(frame, round, round);
    if (button.state & State_HasFocus && button.state & State_KeyboardFocusChange) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRoundedRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5), round, round);
    }
    painter.restore();
}

} // namespace parlance::client
