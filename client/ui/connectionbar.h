#pragma once

#include "models/account.h"
#include "ui/look/look.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace parlance::client {

/// Says that there is no connection, when the next attempt comes, and why the last one failed; not there while all is
/// well. Account and look must outlive it.
class ConnectionBar final : public QWidget, private ClientObserver {
    Q_OBJECT

  public:
    /// How long an attempt may take before it is said: most are over by then.
    static constexpr int patience = 1'500; // milliseconds

    ConnectionBar(Account& account, const Look& look, QWidget* parent);
    ~ConnectionBar() override;

  Q_SIGNALS:
    void passwordWanted();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void phaseChanged() override;
    void refresh();
    QString sentence() const;

    Account& m_account;
    const Look& m_look;
    QLabel* m_text;
    QString m_shown;
    QPushButton* m_button;
    QTimer m_tick; // runs only while a countdown is seen
    QTimer m_patience;
};

} // namespace parlance::client
