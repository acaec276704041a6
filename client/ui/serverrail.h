#pragma once

#include "models/account.h"
#include "ui/look/look.h"

#include <QWidget>

namespace parlance::client {

/// The servers, one below the other, each with letters and a colour that no other has. Look and accounts must outlive
/// it.
class ServerRail final : public QWidget {
    Q_OBJECT

  public:
    ServerRail(const Look& look, QWidget* parent);
    ~ServerRail() override;

    void add(Account& account);
    void remove(const Account& account);
    void setCurrent(const Account& account);
    void refresh();

  Q_SIGNALS:
    void chosen(const QString& account);
    void addWanted();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    class Button;
    void tellApart();

    const Look& m_look;
    std::vector<std::unique_ptr<Button>> m_buttons;
    QWidget* m_add;
};

} // namespace parlance::client
