#include "ui/account/registerdialog.h"

#include "ui/account/accountpage.h"
#include "ui/look/announce.h"
#include "ui/look/fitting.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace parlance::client {

RegisterDialog::RegisterDialog(Account& account, const Look& look, QWidget* parent)
    : QDialog(parent)
    , m_account(account)
    , m_isGuest(!account.client().state().identity.account)
    , m_first(new QLineEdit(this))
    , m_password(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_go(new QPushButton(m_isGuest ? tr("Create account") : tr("Change password"), this))
    , m_alive(std::make_shared<bool>(true))
{
    setObjectName(QStringLiteral("register"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(m_isGuest ? tr("Create an account") : tr("Change password"));
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, look.theme().danger);
    m_problem->setPalette(palette);
    build();
    setMinimumWidth(std::min(look.scaled(400), parent ? parent->width() : look.scaled(400)));
}

RegisterDialog::~RegisterDialog()
{
    *m_alive = false;
}

void RegisterDialog::build()
{
    m_first->setObjectName(m_isGuest ? QStringLiteral("registerHandle") : QStringLiteral("formerPassword"));
    m_password->setObjectName(QStringLiteral("registerPassword"));
    m_password->setEchoMode(QLineEdit::Password);
    if (!m_isGuest)
        m_first->setEchoMode(QLineEdit::Password);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_go->setDefault(true);
    auto* why = new QLabel(this);
    why->setTextFormat(Qt::PlainText);
    why->setWordWrap(true);
    why->setText(m_isGuest ? tr("Your name lives only on this computer. With an account you keep your name, your rooms "
                                "and what you wrote, "
                                "and you can sign in on other devices.")
                           : tr("All your other devices are signed out."));
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(m_isGuest ? tr("&Handle") : tr("Your password &so far"), m_first);
    form->addRow(m_isGuest ? tr("&Password, at least 8 characters") : tr("New &password, at least 8 characters"),
                 m_password);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    buttons->addButton(m_go, QDialogButtonBox::AcceptRole);
    auto* all = new QVBoxLayout(this);
    all->addWidget(why);
    all->addLayout(form);
    all->addWidget(m_problem);
    all->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &RegisterDialog::submit);
    connect(buttons, &QDialogButtonBox::rejected, this, &RegisterDialog::reject);
}

void RegisterDialog::submit()
{
    Connection& connection = m_account.client().connection();
    if (!m_isGuest) {
        m_go->setEnabled(false);
        connection.ask<Ok>(SetPassword{m_first->text(), m_password->text(), {}},
                           [this, alive = m_alive](const Result<Ok>& done) {
                               if (*alive)
                                   answered(done ? std::nullopt : std::optional(done.error()));
                           });
        return;
    }
    const auto handle = Handle::parse(m_first->text());
    if (!handle)
        return answered(handle.error());
    m_go->setEnabled(false);
    Register request{.client = QStringLiteral("parlance/" PARLANCE_VERSION),
                     .invite = {},
                     .handle = *handle,
                     .name = m_account.client().state().identity.username,
                     .password = m_password->text(),
                     .device = deviceName(),
                     .ref = {}};
    connection.ask<Welcome>(std::move(request), [this, alive = m_alive](const Result<Welcome>& welcome) {
        if (*alive)
            answered(welcome ? std::nullopt : std::optional(welcome.error()));
    });
}

void RegisterDialog::answered(const std::optional<Error>& problem)
{
    m_go->setEnabled(true);
    if (!problem)
        return accept();
    m_problem->setText(problem->message);
    m_problem->show();
    announce(*m_problem);
    growToContents(*this);
}

} // namespace parlance::client
