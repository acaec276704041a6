#pragma once

#include "models/account.h"
#include "models/serveraddress.h"
#include "ports/dialogs.h"
#include "ui/look/look.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QPushButton;

namespace parlance::client {

class LoginForm;

/// Asks where to go and as whom, and stays until the server has said yes. It makes nothing that lasts: `begin` makes an
/// account to try, and signedIn() says that it works. Dialogs and look must outlive it.
class LoginDialog final : public QDialog, private ClientObserver {
    Q_OBJECT

  public:
    using Begin = std::function<std::unique_ptr<Account>(AccountInfo)>;

    /// Over a window, `parent`, it is for one more server.
    LoginDialog(Begin begin, Dialogs& dialogs, const Look& look, QWidget* parent);
    ~LoginDialog() override;

    /// What is known already; empty: nothing. In place of the server's address it may be a link, whose parts the fields
    /// get.
    void prefill(const QString& server, const QString& name, const QString& room);

    std::unique_ptr<Account> take();

    /// Where the link leads that somebody came by, if they did not name another room: it may lead to a room that does
    /// not exist. Otherwise the room that was named is being joined when signedIn() comes.
    const std::optional<ServerAddress>& link() const { return m_link; }

    void reject() override;

    /// In words: what went wrong and what to do.
    static QString problemText(const Error& problem, const QUrl& url);

    /// The same for somebody with an account, or with a link to one.
    static QString accountProblem(const Error& problem, const QUrl& url);

  Q_SIGNALS:
    /// take() gives it away.
    void signedIn();

    /// That one led nowhere and is gone; what was made for it can go, too.
    void abandoned(const QString& account);

  private:
    void phaseChanged() override;
    void codeWanted() override;

    void confirmUnencrypted(const ServerAddress& address, std::function<void()> go);
    void enterWith(const ServerAddress& address, Entrance entrance);
    void split();
    void takeApart(const QString& text, const ServerAddress& address);
    void explain();
    bool isLinked() const;
    void showProblem(const QString& why);
    void submit();
    void tryIt(const ServerAddress& address, const UserName& name, const RoomRef& room);
    void giveUp(const QString& why);
    void setBusy(bool busy);
    void welcomed();

    Begin m_begin;
    Dialogs& m_dialogs;
    const Look& m_look;
    QLabel* m_title;
    QLabel* m_hint;
    LoginForm* m_form;
    QLabel* m_problem;
    QPushButton* m_go;
    QPointer<QWidget> m_focused;         // where the keyboard was before it was busy
    std::optional<ServerAddress> m_link; // that the fields were filled from
    std::unique_ptr<Account> m_account;
};

} // namespace parlance::client
