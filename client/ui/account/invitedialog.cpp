#include "ui/account/invitedialog.h"

#include "ui/account/accountpage.h"
#include "ui/look/announce.h"
#include "ui/look/fitting.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

namespace parlance::client {

namespace {

constexpr qint64 dayLength = 24LL * 3'600'000; // ms

} // namespace

InviteDialog::InviteDialog(Account& account, const Look& look, QWidget* parent)
    : QDialog(parent)
    , m_account(account)
    , m_uses(new QSpinBox(this))
    , m_days(new QComboBox(this))
    , m_link(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_make(new QPushButton(tr("Create link"), this))
    , m_copy(new QPushButton(tr("Copy link"), this))
    , m_alive(std::make_shared<bool>(true))
{
    setObjectName(QStringLiteral("invite"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Invite people"));
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, look.theme().danger);
    m_problem->setPalette(palette);
    build();
    setMinimumWidth(std::min(look.scaled(380), parent ? parent->width() : look.scaled(380)));
}

InviteDialog::~InviteDialog()
{
    *m_alive = false;
}

void InviteDialog::build()
{
    m_uses->setObjectName(QStringLiteral("inviteUses"));
    m_uses->setRange(1, int(limits::inviteUses));
    m_days->setObjectName(QStringLiteral("inviteDays"));
    m_days->addItem(tr("A day"), 1);
    m_days->addItem(tr("A week"), 7);
    m_days->addItem(tr("A month"), 30);
    m_days->setCurrentIndex(1);
    m_link->setObjectName(QStringLiteral("inviteLink"));
    m_link->setReadOnly(true);
    m_link->setAccessibleName(tr("Invite link"));
    m_link->hide();
    m_copy->hide();
    m_problem->setObjectName(QStringLiteral("inviteProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_make->setDefault(true);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("How many &people may use it"), m_uses);
    form->addRow(tr("How &long it works"), m_days);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    buttons->addButton(m_make, QDialogButtonBox::ActionRole);
    buttons->addButton(m_copy, QDialogButtonBox::ActionRole);
    auto* all = new QVBoxLayout(this);
    all->addLayout(form);
    all->addWidget(m_problem);
    all->addWidget(m_link);
    all->addWidget(buttons);
    connect(m_make, &QPushButton::clicked, this, &InviteDialog::submit);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_link->text()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &InviteDialog::reject);
}

void InviteDialog::submit()
{
    m_make->setEnabled(false);
    m_problem->hide();
    m_account.client().connection().ask<InviteMade>(
        MakeInvite{{}, qint64(m_uses->value()), m_days->currentData().toLongLong() * dayLength, {}},
        [this, alive = m_alive](const Result<InviteMade>& invite) {
            if (*alive)
                made(invite);
        });
}

void InviteDialog::made(const Result<InviteMade>& invite)
{
    m_make->setEnabled(true);
    if (!invite) {
        m_problem->setText(tr("No link was made: %1").arg(invite.error().message));
        m_problem->show();
        announce(*m_problem);
        growToContents(*this);
        return;
    }
    m_link->setText(pageAddress(m_account.info().url) + QStringLiteral("/#/invite/") + invite->token);
    m_link->show();
    m_link->selectAll();
    m_copy->show();
    m_copy->setFocus();
    growToContents(*this);
}

} // namespace parlance::client
