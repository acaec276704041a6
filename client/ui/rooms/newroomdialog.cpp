#include "ui/rooms/newroomdialog.h"

#include "protocol/limits.h"
#include "text/folding.h"
#include "ui/look/fitting.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace parlance::client {

namespace {
constexpr int mostPages = 20; // the server refuses to be asked without end
} // namespace

NewRoomDialog::NewRoomDialog(Client& client, const Look& look, const QString& name, QWidget* parent)
    : QDialog(parent)
    , m_client(client)
    , m_name(new QLineEdit(this))
    , m_topic(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_go(new QPushButton(tr("Create room"), this))
    , m_alive(std::make_shared<bool>(true))
{
    setObjectName(QStringLiteral("newRoom"));
    setWindowTitle(tr("Create a room"));
    setAttribute(Qt::WA_DeleteOnClose);
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, look.theme().danger);
    m_problem->setPalette(palette);
    build(name);
    setMinimumWidth(std::min(look.scaled(380), parent ? parent->width() : look.scaled(380)));
    refresh();
}

NewRoomDialog::~NewRoomDialog()
{
    *m_alive = false;
}

void NewRoomDialog::build(const QString& name)
{
    m_name->setObjectName(QStringLiteral("newRoomName"));
    m_name->setMaxLength(2 * maxRoomName);
    m_name->setText(name);
    m_topic->setObjectName(QStringLiteral("newRoomTopic"));
    m_topic->setMaxLength(limits::topic);
    m_topic->setPlaceholderText(tr("What the room is about"));
    m_problem->setObjectName(QStringLiteral("newRoomProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_go->setObjectName(QStringLiteral("newRoomGo"));
    m_go->setDefault(true);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("Room &name"), m_name);
    form->addRow(tr("&Topic (optional)"), m_topic);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    buttons->addButton(m_go, QDialogButtonBox::AcceptRole);
    auto* all = new QVBoxLayout(this);
    all->addLayout(form);
    all->addWidget(m_problem);
    all->addWidget(buttons);
    connect(m_name, &QLineEdit::textChanged, this, &NewRoomDialog::refresh);
    connect(buttons, &QDialogButtonBox::accepted, this, &NewRoomDialog::submit);
    connect(buttons, &QDialogButtonBox::rejected, this, &NewRoomDialog::reject);
}

QString NewRoomDialog::topic() const
{
    return m_existing ? QString() : m_topic->text().trimmed();
}

void NewRoomDialog::refresh()
{
    m_existing.reset();
    m_go->setText(tr("Create room"));
    const auto name = RoomName::parse(m_name->text());
    m_go->setEnabled(bool(name));
    const bool isBegun = !m_name->text().trimmed().isEmpty();
    say(isBegun && !name ? tr("The name %1.").arg(name.error().message) : QString());
}

void NewRoomDialog::say(const QString& problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    if (isVisible() && !problem.isEmpty())
        growToContents(*this);
}

/// Somebody who makes a room must not find themselves among strangers: the server is asked for the name first.
void NewRoomDialog::submit()
{
    if (m_existing) {
        m_room = *m_existing;
        return accept();
    }
    const auto name = RoomName::parse(m_name->text());
    if (!name)
        return;
    m_name->setFocus(); // a button that is disabled gives the keyboard to the next one, which cancels
    m_go->setEnabled(false);
    m_pagesLeft = mostPages;
    ask(*name, {});
}

/// A page may hold other names that contain this one, or none, and the name itself may be on a later one.
void NewRoomDialog::ask(const RoomName& name, const std::optional<RoomName>& after)
{
    ListRooms request;
    request.contains = name.text();
    request.after = after;
    m_client.connection().ask<RoomsPage>(std::move(request), [this, name, alive = m_alive](Result<RoomsPage> page) {
        if (!*alive)
            return;
        const auto typed = RoomName::parse(m_name->text());
        if (!typed || *typed != name)
            return; // it was changed meanwhile
        if (page)
            return answered(name, *page);
        m_go->setEnabled(true);
        say(page.error().message);
    });
}

void NewRoomDialog::answered(const RoomName& asked, const RoomsPage& page)
{
    const auto same = std::ranges::find_if(page.rooms, [wanted = folded(asked.text())](const RoomSummary& room) {
        return folded(room.name.text()) == wanted;
    });
    if (same == page.rooms.end() && page.next && --m_pagesLeft > 0)
        return ask(asked, page.next);
    m_go->setEnabled(true);
    if (same == page.rooms.end()) {
        m_room = asked;
        return accept();
    }
    m_existing = same->room;
    m_go->setText(tr("Join"));
    say(tr("There is already a room called “%1”. You can join it, or choose another name.").arg(same->name.text()));
}

} // namespace parlance::client
