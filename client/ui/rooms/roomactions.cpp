#include "ui/rooms/roomactions.h"

#include "models/addresses.h"
#include "ui/askdialog.h"
#include "ui/rooms/membermenu.h"
#include "ui/rooms/renameroomdialog.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPointer>

namespace parlance::client {

RoomActions::RoomActions(Account& account, Preferences& preferences, Dialogs& dialogs, const Look& look,
                         QWidget* parent)
    : QObject(parent)
    , m_account(account)
    , m_preferences(preferences)
    , m_dialogs(dialogs)
    , m_look(look)
    , m_parent(parent)
{}

void RoomActions::openMenu(const RoomId& room, const QPoint& global)
{
    auto* menu = new QMenu(m_parent);
    menu->setObjectName(QStringLiteral("roomMenuItems"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const RoomState* state = m_account.client().state().room(room);
    QAction* read = menu->addAction(tr("Mark as read"), this, [this, room] {
        if (const RoomState* now = m_account.client().state().room(room))
            m_account.client().markRead(room, now->n);
    });
    read->setEnabled(state && state->unread() > 0);
    menu->addAction(tr("Copy link to this room"), this, [this, room] {
        if (const RoomState* now = m_account.client().state().room(room))
            QApplication::clipboard()->setText(roomLink(m_account.info().url, now->name));
    });
    menu->addAction(tr("Change topic…"), this, [this, room] { openTopic(room); });
    if (state && state->isOwner)
        menu->addAction(tr("Rename room…"), this, [this, room] { openName(room); });
    menu->addSeparator();
    addRules(*menu, room);
    if (const QString why = m_why ? m_why(room) : QString(); !why.isEmpty())
        menu->addAction(escapedForMenu(why))->setEnabled(false);
    menu->addSeparator();
    menu->addAction(tr("Leave room…"), this, [this, room] { leave(room); });
    menu->popup(global);
}

void RoomActions::addRules(QMenu& menu, const RoomId& room)
{
    auto* rules = new QActionGroup(&menu);
    const Rule rule = m_preferences.rule(m_account.info().id, room);
    for (const auto& [each, text] :
         {std::pair(Rule::All, tr("Notify me of every message")),
          std::pair(Rule::Mentions, tr("Notify me of mentions")), std::pair(Rule::None, tr("Mute room"))}) {
        QAction* action = menu.addAction(
            text, this, [this, room, each = each] { m_preferences.setRule(m_account.info().id, room, each); });
        action->setCheckable(true);
        action->setChecked(rule == each);
        rules->addAction(action);
    }
}

void RoomActions::openTopic(const RoomId& room)
{
    const RoomState* state = m_account.client().state().room(room);
    if (!state)
        return;
    const LineQuestion question{QStringLiteral("topicDialog"),
                                tr("Topic of %1").arg(state->name.text()),
                                tr("&Topic"),
                                tr("Save"),
                                state->topic,
                                limits::topic,
                                true};
    askForLine(m_parent, question, [this, room](const QString& text) { setTopic(room, text); });
}

void RoomActions::openName(const RoomId& room)
{
    if (m_account.client().state().room(room))
        (new RenameRoomDialog(m_account.client(), m_look, room, m_parent))->open();
}

void RoomActions::setTopic(const RoomId& room, const QString& text)
{
    m_account.client().setTopic(room, text, [self = QPointer(this)](const Result<Ok>& set) {
        if (self && !set)
            self->m_dialogs.tell(tr("The topic was not changed"), set.error().message);
    });
}

void RoomActions::leave(const RoomId& room)
{
    const QString name = m_account.client().state().nameOf(room);
    Question question;
    question.title = tr("Leave %1?").arg(name);
    question.text = tr("You can join again at any time. Messages that have not been sent yet are not sent.");
    question.action = tr("Leave");
    question.isDangerous = true;
    m_dialogs.ask(question, [self = QPointer(this), room, name](bool agreed) {
        if (!self || !agreed)
            return;
        self->m_account.client().leave(room, [self, name](const Result<Ok>& left) {
            if (self && !left)
                self->m_dialogs.tell(tr("You could not leave %1").arg(name), left.error().message);
        });
    });
}

} // namespace parlance::client
