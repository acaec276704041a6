#pragma once

#include "models/routes.h"
#include "net/entrance.h"
#include "ui/look/look.h"

#include <QWidget>

class QFormLayout;
class QLineEdit;
class QPushButton;

namespace parlance::client {

/// The fields of the login dialog, as many as the way asks for by which somebody comes in.
class LoginForm final : public QWidget {
    Q_OBJECT

  public:
    enum class Mode {
        Guest,      ///< a name and a room
        SignIn,     ///< a handle and a password
        NewAccount, ///< a link that makes an account
        Reset,      ///< a link that sets a password
        Transfer,   ///< a link that signs in one more device
    };

    LoginForm(const Look& look, QWidget* parent);

    QLineEdit* server() const { return m_server; }
    QLineEdit* name() const { return m_name; }
    QLineEdit* room() const { return m_room; }
    QLineEdit* password() const { return m_password; }

    /// The link that was pasted; nothing: none of this kind.
    void setEntry(const std::optional<EntryLink>& entry);
    Mode mode() const;

    /// The server wants one of its own.
    void askForPassword();

    /// The server takes no guests.
    void askForAccount();

    /// The account has a second factor.
    void askForCode(bool asks);
    /// What was entered then; nothing while it is not asked for.
    std::optional<QString> code() const;

    /// What the way is; empty for guests.
    QString hint() const;
    /// What the button says.
    QString action(bool isBusy) const;

    /// What was entered for an account, or what is wrong with it.
    std::optional<QString> takeEntrance(Entrance& entrance) const;

  Q_SIGNALS:
    void modeChanged();

  private:
    void showMode();

    QLineEdit* m_server;
    QLineEdit* m_name;
    QLineEdit* m_room;
    QLineEdit* m_handle;
    QLineEdit* m_password;
    QLineEdit* m_code;
    QPushButton* m_other; // between guests and people with an account
    QFormLayout* m_rows;
    std::optional<EntryLink> m_entry;
    bool m_wantsSignIn = false;
    bool m_asksPassword = false;
    bool m_asksCode = false;
};

} // namespace parlance::client
