#pragma once

#include "ui/look/look.h"

#include <QAbstractButton>

namespace parlance::client {

/// A person with name and state: oneself, at the foot of the rooms. The look must outlive it.
class FaceButton final : public QAbstractButton {
    Q_OBJECT

  public:
    FaceButton(const Look& look, QWidget* parent);

    void setPerson(const QString& name, int hue, const QString& state, bool isHere);

    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    const Look& m_look;
    QString m_name;
    QString m_state;
    int m_hue = 0;
    bool m_isHere = false;
};

} // namespace parlance::client
