#include "ui/rooms/renameroomdialog.h"

#include "ui/look/announce.h"
#include "ui/look/fitting.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace parlance::client {

namespace {

/// In words: why a room was not renamed. Errors are told apart by code, and by the part of the request that they mean.
QString problemText(const Error& problem)
{
    switch (problem.code) {
    case ErrorCode::NameTaken:
        return RenameRoomDialog::tr("Another room already has this name. Choose a different one.");
    case ErrorCode::Forbidden:
        return RenameRoomDialog::tr("Only the owner of a room can rename it.");
    case ErrorCode::NotFound:
    case ErrorCode::NotJoined:
        return RenameRoomDialog::tr("You are not in this room any more.");
    default:
        return RenameRoomDialog::tr("The room was not renamed: %1").arg(problem.message);
    }
}

} // namespace

RenameRoomDialog::RenameRoomDialog(Client& client, const Look& look, RoomId room, QWidget* parent)
    : QDialog(parent)
    , m_client(client)
    , m_room(std::move(room))
    , m_name(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_go(new QPushButton(tr("Rename"), this))
    , m_alive(std::make_shared<bool>(true))
{
    setObjectName(QStringLiteral("renameRoom"));
    setAttribute(Qt::WA_DeleteOnClose);
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, look.theme().danger);
    m_problem->setPalette(palette);
    build();
    setMinimumWidth(std::min(look.scaled(380), parent ? parent->width() : look.scaled(380)));
    refresh();
}

RenameRoomDialog::~RenameRoomDialog()
{
    *m_alive = false;
}

void RenameRoomDialog::build()
{
    const QString name = m_client.state().nameOf(m_room);
    setWindowTitle(tr("Rename %1").arg(name));
    m_name->setObjectName(QStringLiteral("renameRoomName"));
    m_name->setMaxLength(2 * maxRoomName);
    m_name->setText(name);
    m_name->selectAll();
    m_problem->setObjectName(QStringLiteral("renameRoomProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_go->setObjectName(QStringLiteral("renameRoomGo"));
    m_go->setDefault(true);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("Room &name"), m_name);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    buttons->addButton(m_go, QDialogButtonBox::AcceptRole);
    auto* all = new QVBoxLayout(this);
    all->addLayout(form);
    all->addWidget(m_problem);
    all->addWidget(buttons);
    connect(m_name, &QLineEdit::textChanged, this, &RenameRoomDialog::refresh);
    connect(buttons, &QDialogButtonBox::accepted, this, &RenameRoomDialog::submit);
    connect(buttons, &QDialogButtonBox::rejected, this, &RenameRoomDialog::reject);
}

void RenameRoomDialog::refresh()
{
    const auto name = RoomName::parse(m_name->text());
    const bool isBegun = !m_name->text().trimmed().isEmpty();
    m_go->setEnabled(name && !m_isAsking);
    say(isBegun && !name ? tr("The name %1.").arg(name.error().message) : QString());
}

void RenameRoomDialog::say(const QString& problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_name->setAccessibleDescription(problem);
    if (isVisible() && !problem.isEmpty())
        growToContents(*this);
}

void RenameRoomDialog::submit()
{
    const auto name = RoomName::parse(m_name->text());
    if (!name || m_isAsking)
        return;
    if (name->text() == m_client.state().nameOf(m_room))
        return accept();
    m_name->setFocus(); // a button that is disabled gives the keyboard to the next one, which cancels
    m_isAsking = true;
    refresh();
    m_client.setName(m_room, *name, [this, alive = m_alive](const Result<Ok>& renamed) {
        if (*alive)
            answered(renamed);
    });
}

void RenameRoomDialog::answered(const Result<Ok>& renamed)
{
    m_isAsking = false;
    if (renamed)
        return accept();
    refresh();
    say(problemText(renamed.error()));
    announce(*m_problem);
}

} // namespace parlance::client
