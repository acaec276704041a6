#pragma once

#include "ui/look/look.h"

#include <QProxyStyle>
#include <QStyleOption>

namespace parlance::client {

/// Fusion with quieter controls: slim scroll bars, round fields and buttons, in the look's colours.
class Style final : public QProxyStyle {
  public:
    /// The look must outlive it.
    explicit Style(const Look& look);

    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                         const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;

  private:
    void drawScrollBar(const QStyleOptionSlider& bar, QPainter& painter, const QWidget* widget) const;
    void drawButton(const QStyleOptionButton& button, QPainter& painter) const;
    void drawField(const QStyleOption& field, QPainter& painter) const;
    void drawMenu(const QStyleOption& menu, QPainter& painter) const;
    void drawCheckBox(const QStyleOption& box, QPainter& painter) const;
    void drawArrow(const QRect& rect, bool up, QPainter& painter) const;

    const Look& m_look;
};

} // namespace parlance::client
