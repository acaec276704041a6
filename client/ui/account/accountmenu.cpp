#include "ui/account/accountmenu.h"

#include "ui/account/devicesdialog.h"
#include "ui/account/invitedialog.h"
#include "ui/account/registerdialog.h"

#include <QCoreApplication>
#include <QMenu>

namespace parlance::client {

namespace {

struct AccountMenu {
    Q_DECLARE_TR_FUNCTIONS(AccountMenu)
};

template <class Dialog>
void add(QMenu& menu, const QString& text, Account& account, const Look& look, QWidget* window)
{
    menu.addAction(text, window, [&account, &look, window] { (new Dialog(account, look, window))->open(); });
}

} // namespace

void addAccountActions(QMenu& menu, Account& account, const Look& look, QWidget* window)
{
    if (!account.client().state().identity.account)
        return add<RegisterDialog>(menu, AccountMenu::tr("Create an account…"), account, look, window);
    add<InviteDialog>(menu, AccountMenu::tr("Invite people…"), account, look, window);
    add<DevicesDialog>(menu, AccountMenu::tr("Devices…"), account, look, window);
    add<RegisterDialog>(menu, AccountMenu::tr("Change password…"), account, look, window);
}

} // namespace parlance::client
