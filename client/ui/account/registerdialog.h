#pragma once

#include "models/account.h"
#include "ui/look/look.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace parlance::client {

/// Makes an account of a guest, or changes an account's password. Account and look must outlive it.
class RegisterDialog final : public QDialog {
    Q_OBJECT

  public:
    RegisterDialog(Account& account, const Look& look, QWidget* parent);
    ~RegisterDialog() override;

  private:
    void build();
    void submit();
    void answered(const std::optional<Error>& problem);

    Account& m_account;
    const bool m_isGuest;
    QLineEdit* m_first;    // the handle; the former password of an account
    QLineEdit* m_password; // the new one
    QLabel* m_problem;
    QPushButton* m_go;
    std::shared_ptr<bool> m_alive; // owners: this, and answers that may come late
};

} // namespace parlance::client
