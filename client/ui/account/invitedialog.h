#pragma once

#include "models/account.h"
#include "ui/look/look.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace parlance::client {

/// Makes a link by which others get an account on the server. Account and look must outlive it.
class InviteDialog final : public QDialog {
    Q_OBJECT

  public:
    InviteDialog(Account& account, const Look& look, QWidget* parent);
    ~InviteDialog() override;

  private:
    void build();
    void submit();
    void made(const Result<InviteMade>& invite);

    Account& m_account;
    QSpinBox* m_uses;
    QComboBox* m_days;
    QLineEdit* m_link;
    QLabel* m_problem;
    QPushButton* m_make;
    QPushButton* m_copy;
    std::shared_ptr<bool> m_alive; // owners: this, and answers that may come late
};

} // namespace parlance::client
