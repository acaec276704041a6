#pragma once

#include "ui/look/look.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace parlance::client {

/// A sentence above the field where one writes, with at most one thing to do about it. It never takes the keyboard:
/// what it offers is done only when somebody chooses its button. Screen readers announce it. The look must outlive it.
class Offer final : public QWidget {
    Q_OBJECT

  public:
    Offer(const Look& look, QWidget* parent);

    /// Replaces what was said before, and announces it unless only its numbers differ. `accepted` is called when the
    /// button is chosen; the offer is withdrawn then.
    void say(const QString& sentence, const QString& action = {}, std::function<void()> accepted = {});
    void withdraw();

    /// Announces it once more.
    void repeat();

  Q_SIGNALS:
    void announced();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void dress();

    const Look& m_look;
    QLabel* m_sentence;
    QPushButton* m_action;
    std::function<void()> m_accepted;
};

} // namespace parlance::client
