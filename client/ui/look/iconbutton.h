#pragma once

#include "ui/look/icons.h"
#include "ui/look/look.h"

#include <QAbstractButton>

namespace parlance::client {

/// A picture that can be pressed. What it does is said in its tool tip and to screen readers. The look must outlive it.
class IconButton final : public QAbstractButton {
  public:
    enum class Weight { Plain, Strong }; ///< Strong: filled with the accent, for the one thing to do

    IconButton(Icon icon, const QString& does, const Look& look, QWidget* parent, Weight weight = Weight::Plain);

    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    const Look& m_look;
    Icon m_icon;
    Weight m_weight;
};

} // namespace parlance::client
