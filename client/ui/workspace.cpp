#include "ui/workspace.h"

#include "models/addresses.h"
#include "ui/askdialog.h"
#include "ui/columns.h"
#include "ui/composer/composer.h"
#include "ui/look/iconbutton.h"
#include "ui/roompane.h"
#include "ui/rooms/directorydialog.h"
#include "ui/rooms/membermenu.h"
#include "ui/rooms/memberspanel.h"
#include "ui/rooms/newroomdialog.h"
#include "ui/rooms/sidebar.h"
#include "ui/rooms/switcher.h"
#include "ui/troublebar.h"

#include <QActionGroup>
#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QMenu>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace parlance::client {

Workspace::Workspace(Account& account, Preferences& preferences, Dialogs& dialogs, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_account(account)
    , m_preferences(preferences)
    , m_dialogs(dialogs)
    , m_look(look)
    , m_joinFailures(account.wheel(), dialogs)
    , m_rooms(account.client(), preferences, account.info().id)
    , m_members(account.client())
    , m_columns(std::make_unique<Columns>(look, this))
    , m_back(new IconButton(Icon::Back, tr("Back to the rooms"), look, this))
    , m_sidebar(new Sidebar(account, m_rooms, look, &m_columns->splitter()))
    , m_pane(new RoomPane(account, m_members, dialogs, look, &m_columns->splitter()))
    , m_membersPanel(new MembersPanel(m_members, account.clock(), look, &m_columns->splitter()))
{
    build();
    connectParts();
    connectMembers();
    m_account.client().add(*this);
    if (m_account.client().state().room(m_account.info().room))
        go(m_account.info().room);
    else
        showMembers();
}

Workspace::~Workspace()
{
    m_account.client().remove(*this);
}

void Workspace::build()
{
    QSplitter& parts = m_columns->splitter();
    parts.setObjectName(QStringLiteral("parts"));
    m_sidebar->setMinimumWidth(m_look.scaled(150));
    m_pane->setMinimumWidth(m_look.scaled(200));
    m_membersPanel->setMinimumWidth(m_look.scaled(150));
    parts.setStretchFactor(1, 1);
    parts.setSizes({m_look.scaled(230), m_look.scaled(640), m_look.scaled(210)});
    if (const QByteArray before = m_preferences.layout(parts.objectName()); !before.isEmpty())
        parts.restoreState(before);
    m_back->setObjectName(QStringLiteral("backToRooms"));
    m_pane->setLeading(m_back);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(new TroubleBar(m_account, m_look, this));
    all->addWidget(m_columns.get(), 1);
}

void Workspace::connectParts()
{
    QSplitter& parts = m_columns->splitter();
    connect(&parts, &QSplitter::splitterMoved, this,
            [this, &parts] { m_preferences.setLayout(parts.objectName(), parts.saveState()); });
    connect(m_columns.get(), &Columns::arranged, this, &Workspace::arrangedAnew);
    connect(m_back, &IconButton::clicked, this, [this] {
        m_columns->setFront(Columns::Part::Rooms);
        m_sidebar->focusRooms();
    });
    connect(m_sidebar, &Sidebar::roomChosen, this, [this](const RoomName& room) { go(room); });
    connect(m_sidebar, &Sidebar::roomMenuWanted, this, &Workspace::openRoomMenu);
    connect(m_sidebar, &Sidebar::switcherWanted, this, &Workspace::openSwitcher);
    connect(m_sidebar, &Sidebar::directoryWanted, this, &Workspace::openDirectory);
    connect(m_sidebar, &Sidebar::meWanted, this, &Workspace::meMenuWanted);
    connect(m_pane, &RoomPane::opened, this, [this] {
        m_sidebar->setCurrent(m_pane->room());
        m_membersPanel->endSearch();
        showMembers();
    });
    connect(m_pane, &RoomPane::membersToggled, this, &Workspace::toggleMembers);
    connect(m_pane, &RoomPane::roomMenuWanted, this,
            [this](const QPoint& global) { openRoomMenu(m_pane->room(), global); });
    connect(m_pane, &RoomPane::passwordWanted, this, &Workspace::openPassword);
    connect(m_pane, &RoomPane::directoryWanted, this, &Workspace::openDirectory);
    connect(m_pane, &RoomPane::draftChanged, this, [this](const RoomName& room) { m_rooms.draftChanged(room); });
    connect(m_pane, &RoomPane::command, this, &Workspace::command);
}

void Workspace::connectMembers()
{
    connect(m_membersPanel, &MembersPanel::closeWanted, this, &Workspace::toggleMembers);
    connect(m_membersPanel, &MembersPanel::menuWanted, this, &Workspace::openMemberMenu);
}

/// In a window that is too narrow for it all, the keyboard goes with what is shown.
void Workspace::arrangedAnew()
{
    m_back->setVisible(m_columns->isOneColumn());
    m_sidebar->setChoosesByArrows(!m_columns->isOneColumn());
    m_pane->setMembersShown(m_columns->isShown(Columns::Part::Members));
    Q_EMIT arranged();
}

void Workspace::setReserved(int pixels)
{
    m_columns->setReserved(pixels);
}

bool Workspace::isOneColumn() const
{
    return m_columns->isOneColumn();
}

void Workspace::setAddressShown(bool shown)
{
    m_sidebar->setAddressShown(shown);
}

bool Workspace::showsRoomsAlone() const
{
    return m_columns->isOneColumn() && m_columns->front() == Columns::Part::Rooms;
}

// --- going about ---

void Workspace::go(const RoomName& room, qint64 seq)
{
    const bool isHere = m_account.client().state().room(room) != nullptr;
    if (!isHere)
        m_account.client().join(room);
    if (m_pane->room() != room)
        m_pane->open(room);
    m_account.setRoom(room);
    m_sidebar->setCurrent(room);
    m_columns->setFront(Columns::Part::Room);
    if (seq > 0)
        m_pane->reveal(seq);
    m_pane->focusComposer();
    Q_EMIT roomOpened(room);
}

void Workspace::step(int by)
{
    const int rows = m_rooms.rowCount();
    if (rows == 0)
        return;
    const int from = m_rooms.rowOf(m_pane->room());
    goToRow(from < 0 ? 0 : (from + by + rows) % rows);
}

void Workspace::stepUnread(int by)
{
    goToRow(m_rooms.nextUnread(m_rooms.rowOf(m_pane->room()), by));
}

void Workspace::goToRow(int row)
{
    if (row >= 0 && row < m_rooms.rowCount())
        go(m_rooms.room(row));
}

void Workspace::roomAdded(const RoomName& room)
{
    if (const auto topic = m_topics.extract(room); !topic.empty())
        QMetaObject::invokeMethod(
            this, [this, room, text = topic.mapped()] { setTopic(room, text); }, Qt::QueuedConnection);
    // When this comes, all of the rooms are here that the server has told of at once.
    QMetaObject::invokeMethod(
        this,
        [this, room] {
            const RoomName& last = m_account.info().room;
            if (room == m_pane->room())
                go(room);
            else if (m_pane->room().isEmpty())
                go(m_account.client().state().room(last) ? last : room);
        },
        Qt::QueuedConnection);
}

void Workspace::joinFailed(const RoomName& room, const Error& error)
{
    m_joinFailures.add(room, error.message, room == m_pane->room());
    if (room == m_pane->room() && !m_account.client().state().room(room))
        QMetaObject::invokeMethod(
            this, [this] { m_pane->open({}); }, Qt::QueuedConnection);
}

void Workspace::toggleMembers()
{
    using Part = Columns::Part;
    if (m_columns->hasRoomForMembers()) {
        m_preferences.set(Preferences::Switch::ShowMembers, !m_preferences.isOn(Preferences::Switch::ShowMembers));
        return showMembers();
    }
    m_columns->setFront(m_columns->front() == Part::Members ? Part::Room : Part::Members);
    if (m_columns->front() == Part::Room)
        m_pane->focusComposer();
}

void Workspace::showMembers()
{
    using Part = Columns::Part;
    const bool noRoom = m_pane->room().isEmpty();
    m_columns->setMembersWanted(m_preferences.isOn(Preferences::Switch::ShowMembers) && !noRoom);
    if (noRoom)
        m_columns->setFront(m_account.client().state().rooms.empty() ? Part::Room : Part::Rooms);
}

// --- dialogs and menus ---

void Workspace::openDirectory()
{
    auto* dialog = new DirectoryDialog(m_account.client(), m_look, this);
    connect(dialog, &DirectoryDialog::chosen, this, [this](const RoomName& room) { go(room); });
    connect(dialog, &DirectoryDialog::creationWanted, this, &Workspace::openNewRoom);
    dialog->open();
}

void Workspace::openNewRoom(const QString& name)
{
    auto* dialog = new NewRoomDialog(m_account.client(), m_look, name, this);
    connect(dialog, &NewRoomDialog::accepted, this, [this, dialog] {
        if (!dialog->topic().isEmpty() && !m_account.client().state().room(dialog->room()))
            m_topics[dialog->room()] = dialog->topic();
        go(dialog->room());
    });
    dialog->open();
}

void Workspace::openSwitcher()
{
    auto* switcher = new Switcher(m_rooms, m_look, this);
    connect(switcher, &Switcher::chosen, this, [this](const RoomName& room) { go(room); });
    switcher->open();
}

void Workspace::openTopic()
{
    const RoomName room = m_pane->room();
    const RoomState* state = m_account.client().state().room(room);
    if (!state)
        return;
    const LineQuestion question{QStringLiteral("topicDialog"),
                                tr("Topic of %1").arg(room.text()),
                                tr("&Topic"),
                                tr("Save"),
                                state->topic,
                                limits::topic,
                                true};
    askForLine(this, question, [this, room](const QString& text) { setTopic(room, text); });
}

void Workspace::openRename()
{
    const LineQuestion question{QStringLiteral("renameDialog"),
                                tr("Change your name"),
                                tr("&Name that others see"),
                                tr("Save"),
                                m_account.client().state().identity.username.text(),
                                2 * maxUserName,
                                false};
    askForLine(this, question, [this](const QString& text) { rename(text); });
}

void Workspace::openPassword()
{
    LineQuestion question{QStringLiteral("passwordDialog"),
                          tr("Password of %1").arg(m_account.title()),
                          tr("&Password"),
                          tr("Connect"),
                          {},
                          1'024,
                          false};
    question.isSecret = true;
    askForLine(this, question, [this](const QString& password) { m_account.start(password); });
}

void Workspace::openMemberMenu(const QModelIndex& member, const QPoint& global)
{
    const auto mention = [this](const QString& name) {
        m_columns->setFront(Columns::Part::Room);
        m_pane->composer().insert(QStringLiteral("@%1 ").arg(name));
    };
    makeMemberMenu(member, {mention, [this] { openRename(); }}, this)->popup(global);
}

void Workspace::openRoomMenu(const RoomName& room, const QPoint& global)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("roomMenuItems"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const RoomState* state = m_account.client().state().room(room);
    QAction* read = menu->addAction(tr("Mark as read"), this, [this, room] {
        if (const RoomState* now = m_account.client().state().room(room))
            m_account.client().markRead(room, now->n);
    });
    read->setEnabled(state && state->unread() > 0);
    menu->addAction(tr("Copy link"), this,
                    [this, room] { QApplication::clipboard()->setText(roomLink(m_account.info().url, room)); });
    if (room == m_pane->room())
        menu->addAction(tr("Set topic…"), this, &Workspace::openTopic);
    menu->addSeparator();
    auto* rules = new QActionGroup(menu);
    const Rule rule = m_preferences.rule(m_account.info().id, room);
    for (const auto& [each, text] :
         {std::pair(Rule::All, tr("Notify me of every message")),
          std::pair(Rule::Mentions, tr("Notify me of mentions")), std::pair(Rule::None, tr("Mute"))}) {
        QAction* action = menu->addAction(
            text, this, [this, room, each = each] { m_preferences.setRule(m_account.info().id, room, each); });
        action->setCheckable(true);
        action->setChecked(rule == each);
        rules->addAction(action);
    }
    if (const QString why = m_why ? m_why(room) : QString(); !why.isEmpty())
        menu->addAction(escapedForMenu(why))->setEnabled(false);
    menu->addSeparator();
    menu->addAction(tr("Leave…"), this, [this, room] { leave(room); });
    menu->popup(global);
}

void Workspace::leave(const RoomName& room)
{
    Question question;
    question.title = tr("Leave %1?").arg(room.text());
    question.text = tr("You can join again at any time. Messages that have not been sent yet are not sent.");
    question.action = tr("Leave");
    question.isDangerous = true;
    m_dialogs.ask(question, [self = QPointer(this), room](bool agreed) {
        if (!self || !agreed)
            return;
        self->m_account.client().leave(room, [self, room](const Result<Ok>& left) {
            if (self && !left)
                self->m_dialogs.tell(tr("You could not leave %1").arg(room.text()), left.error().message);
        });
    });
}

void Workspace::setTopic(const RoomName& room, const QString& text)
{
    m_account.client().setTopic(room, text, [self = QPointer(this)](const Result<Ok>& set) {
        if (self && !set)
            self->m_dialogs.tell(tr("The topic was not changed"), set.error().message);
    });
}

void Workspace::rename(const QString& text)
{
    const auto name = UserName::parse(text);
    if (!name)
        return m_dialogs.tell(tr("This name cannot be used"), tr("A name %1.").arg(name.error().message));
    m_account.client().connection().ask<UserRenamed>(
        Rename{*name, {}}, [self = QPointer(this)](const Result<UserRenamed>& renamed) {
            if (self && !renamed)
                self->m_dialogs.tell(tr("Your name was not changed"), renamed.error().message);
        });
}

void Workspace::command(const QString& name, const QString& rest)
{
    if (!QStringList{u"join"_s, u"leave"_s, u"topic"_s, u"nick"_s, u"help"_s}.contains(name))
        return m_dialogs.tell(tr("There is no command /%1").arg(name),
                              tr("Enter /help for a list of commands. To send a message that begins with a slash, "
                                 "begin it with two."));
    if (name == u"join"_s) {
        const auto room = RoomName::parse(rest.startsWith(u'#') ? rest.mid(1) : rest);
        if (!room)
            return m_dialogs.tell(tr("This room cannot be joined"), tr("The name %1.").arg(room.error().message));
        m_pane->composer().clear();
        return go(*room);
    }
    m_pane->composer().clear();
    if (name == u"leave"_s)
        leave(m_pane->room());
    else if (name == u"topic"_s)
        setTopic(m_pane->room(), rest);
    else if (name == u"nick"_s)
        rename(rest);
    else
        Q_EMIT helpWanted();
}

} // namespace parlance::client
