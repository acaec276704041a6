#include "ui/login/loginform.h"

#include "ui/account/accountpage.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace parlance::client {

LoginForm::LoginForm(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_server(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_room(new QLineEdit(this))
    , m_handle(new QLineEdit(this))
    , m_password(new QLineEdit(this))
    , m_code(new QLineEdit(this))
    , m_other(new QPushButton(this))
    , m_rows(new QFormLayout)
{
    m_server->setObjectName(QStringLiteral("server"));
    m_server->setPlaceholderText(tr("chat.example.org, or a link to it"));
    m_name->setObjectName(QStringLiteral("name"));
    m_name->setPlaceholderText(tr("The name that others see"));
    m_room->setObjectName(QStringLiteral("room"));
    m_handle->setObjectName(QStringLiteral("handle"));
    m_handle->setPlaceholderText(tr("What you sign in with"));
    m_password->setObjectName(QStringLiteral("password"));
    m_password->setEchoMode(QLineEdit::Password);
    m_code->setObjectName(QStringLiteral("code"));
    m_code->setPlaceholderText(tr("Of your authenticator app, or a recovery code"));
    m_other->setObjectName(QStringLiteral("otherWay"));
    m_other->setFlat(true);
    m_other->setAutoDefault(false);
    m_rows->setRowWrapPolicy(QFormLayout::WrapAllRows);
    m_rows->setVerticalSpacing(look.scaled(6));
    m_rows->addRow(tr("&Server"), m_server);
    m_rows->addRow(tr("Your &name"), m_name);
    m_rows->addRow(tr("&Room"), m_room);
    m_rows->addRow(tr("&Handle"), m_handle);
    m_rows->addRow(tr("&Password"), m_password);
    m_rows->addRow(tr("&Code"), m_code);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addLayout(m_rows);
    all->addWidget(m_other);
    connect(m_other, &QPushButton::clicked, this, [this] {
        m_wantsSignIn = !m_wantsSignIn;
        showMode();
        (m_wantsSignIn ? m_handle : m_name)->setFocus();
    });
    showMode();
}

void LoginForm::setEntry(const std::optional<EntryLink>& entry)
{
    m_entry = entry;
    showMode();
}

void LoginForm::askForAccount()
{
    m_wantsSignIn = true;
    showMode();
    m_handle->setFocus();
}

void LoginForm::askForCode(bool asks)
{
    m_asksCode = asks;
    showMode();
    if (asks)
        m_code->setFocus();
    else
        m_code->clear();
}

std::optional<QString> LoginForm::code() const
{
    return m_asksCode ? std::optional(m_code->text()) : std::nullopt;
}

void LoginForm::askForPassword()
{
    m_asksPassword = true;
    showMode();
    m_password->setFocus();
}

LoginForm::Mode LoginForm::mode() const
{
    if (!m_entry)
        return m_wantsSignIn ? Mode::SignIn : Mode::Guest;
    switch (m_entry->kind) {
    case EntryLink::Kind::Owner:
    case EntryLink::Kind::Invite:
        return Mode::NewAccount;
    case EntryLink::Kind::Reset:
        return Mode::Reset;
    case EntryLink::Kind::Transfer:
        return Mode::Transfer;
    }
    return Mode::Guest;
}

void LoginForm::showMode()
{
    const Mode now = mode();
    const bool isGuest = now == Mode::Guest;
    m_rows->setRowVisible(m_name, isGuest || now == Mode::NewAccount);
    m_rows->setRowVisible(m_room, isGuest);
    m_rows->setRowVisible(m_handle, now == Mode::SignIn || now == Mode::NewAccount);
    m_rows->setRowVisible(m_code, m_asksCode);
    m_rows->setRowVisible(m_password, isGuest ? m_asksPassword : now != Mode::Transfer);
    m_other->setText(isGuest ? tr("Sign in with an account") : tr("Join as a guest instead"));
    m_other->setVisible(isGuest || now == Mode::SignIn);
    Q_EMIT modeChanged();
}

QString LoginForm::action(bool isBusy) const
{
    switch (mode()) {
    case Mode::Guest:
    case Mode::NewAccount:
        return isBusy ? tr("Joining…") : tr("Join");
    case Mode::SignIn:
    case Mode::Transfer:
        return isBusy ? tr("Signing in…") : tr("Sign in");
    case Mode::Reset:
        return isBusy ? tr("Signing in…") : tr("Set password and sign in");
    }
    return {};
}

QString LoginForm::hint() const
{
    switch (mode()) {
    case Mode::SignIn:
        return tr("Enter the handle and the password of your account. If you forgot the password, ask an admin of the "
                  "server for a reset link.");
    case Mode::NewAccount:
        return tr("Make an account to join. It works on all your devices.");
    case Mode::Reset:
        return tr("Choose a new password. All your other devices are signed out, and the second factor is removed.");
    case Mode::Transfer:
        return tr("This device will be signed in to the account that the link belongs to.");
    case Mode::Guest:
        break;
    }
    return {};
}

std::optional<QString> LoginForm::takeEntrance(Entrance& entrance) const
{
    const Mode now = mode();
    entrance.device = deviceName();
    if (m_entry)
        entrance.link = m_entry->token;
    if (now == Mode::Transfer)
        return std::nullopt;
    entrance.password = m_password->text();
    if (now == Mode::NewAccount) {
        const auto name = UserName::parse(m_name->text());
        if (!name)
            return tr("Your name %1.").arg(name.error().message);
        entrance.name = *name;
    }
    if (now != Mode::Reset) {
        const auto handle = Handle::parse(m_handle->text());
        if (!handle)
            return tr("The handle %1.").arg(handle.error().message);
        entrance.handle = *handle;
    }
    return entrance.password.isEmpty() ? std::optional(tr("Enter a password.")) : std::nullopt;
}

} // namespace parlance::client
