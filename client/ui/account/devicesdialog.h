#pragma once

#include "models/account.h"
#include "ui/look/look.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;

namespace parlance::client {

/// The devices of an account, each of which can be signed out. Account and look must outlive it.
class DevicesDialog final : public QDialog {
    Q_OBJECT

  public:
    DevicesDialog(Account& account, const Look& look, QWidget* parent);
    ~DevicesDialog() override;

  private:
    void build();
    void ask();
    void show(const Result<DevicesList>& list);
    void revoke(const std::optional<DeviceId>& device);
    void say(const QString& text);

    Account& m_account;
    QListWidget* m_list;
    QLabel* m_note;
    QPushButton* m_end;
    QPushButton* m_endOthers;
    std::shared_ptr<bool> m_alive; // owners: this, and answers that may come late
};

} // namespace parlance::client
