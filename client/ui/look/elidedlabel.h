#pragma once

#include <QLabel>

namespace parlance::client {

/// One line of plain text that ends with an ellipsis where there is no room for it.
class ElidedLabel : public QLabel {
  public:
    explicit ElidedLabel(QWidget* parent);

  protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace parlance::client
