#pragma once

#include "ports/dialogs.h"

#include <QPointer>
#include <QWidget>

namespace parlance::client {

/// Dialogs in windows over another. The other may come and go; without it they stand alone.
class WidgetDialogs final : public Dialogs {
  public:
    void setWindow(QWidget* window) { m_window = window; }

    void ask(const Question& question, Callback<void(bool)> done) override;
    void choose(const Choice& choice, Callback<void(int)> done) override;
    void tell(const QString& title, const QString& text) override;

  private:
    QPointer<QWidget> m_window;
};

} // namespace parlance::client
