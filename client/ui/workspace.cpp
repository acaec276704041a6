#include "ui/workspace.h"

#include "ui/askdialog.h"
#include "ui/columns.h"
#include "ui/composer/composer.h"
#include "ui/historyloader.h"
#include "ui/look/iconbutton.h"
#include "ui/roomheader.h"
#include "ui/roompane.h"
#include "ui/rooms/directorydialog.h"
#include "ui/rooms/membermenu.h"
#include "ui/rooms/memberspanel.h"
#include "ui/rooms/newroomdialog.h"
#include "ui/rooms/sidebar.h"
#include "ui/rooms/switcher.h"
#include "ui/troublebar.h"
#include "ui/writer.h"

#include <QBoxLayout>
#include <QMenu>
#include <QPointer>

namespace parlance::client {

Workspace::Workspace(Account& account, Preferences& preferences, Dialogs& dialogs, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_account(account)
    , m_preferences(preferences)
    , m_dialogs(dialogs)
    , m_look(look)
    , m_joinFailures(account.wheel(), dialogs)
    , m_deletedRooms(account, dialogs)
    , m_rooms(account.client(), preferences, account.info().id)
    , m_members(account.client())
    , m_columns(std::make_unique<Columns>(look, this))
    , m_back(new IconButton(Icon::Back, tr("Back to the rooms"), look, this))
    , m_sidebar(new Sidebar(account, m_rooms, look, &m_columns->splitter()))
    , m_pane(new RoomPane(account, m_members, dialogs, look, &m_columns->splitter()))
    , m_membersPanel(new MembersPanel(m_members, account.clock(), look, &m_columns->splitter()))
    , m_actions(account, preferences, dialogs, look, this)
    , m_commands(*m_pane, m_actions, dialogs)
{
    build();
    connectParts();
    connectMembers();
    m_account.client().add(*this);
    if (const RoomId last = m_account.lastRoom(); !last.isEmpty())
        go(last);
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
    m_pane->header().setLeading(m_back);
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
    connect(m_sidebar, &Sidebar::roomChosen, this, [this](const RoomId& room) { go(room); });
    connect(m_sidebar, &Sidebar::roomMenuWanted, &m_actions, &RoomActions::openMenu);
    connect(m_sidebar, &Sidebar::switcherWanted, this, &Workspace::openSwitcher);
    connect(m_sidebar, &Sidebar::directoryWanted, this, &Workspace::openDirectory);
    connect(m_sidebar, &Sidebar::meWanted, this, &Workspace::meMenuWanted);
    connect(m_pane, &RoomPane::opened, this, [this] {
        m_sidebar->setCurrent(m_pane->room());
        m_membersPanel->endSearch();
        showMembers();
    });
    connect(&m_pane->header(), &RoomHeader::membersToggled, this, &Workspace::toggleMembers);
    connect(&m_pane->header(), &RoomHeader::menuWanted, this,
            [this](const QPoint& global) { m_actions.openMenu(m_pane->room(), global); });
    connect(m_pane, &RoomPane::passwordWanted, this, &Workspace::openPassword);
    connect(m_pane, &RoomPane::directoryWanted, this, &Workspace::openDirectory);
    connect(&m_pane->writer(), &Writer::draftChanged, this, [this](const RoomId& room) { m_rooms.draftChanged(room); });
    connect(m_pane, &RoomPane::linkFollowed, this,
            [this](const RoomRef& room, qint64 seq) { go(room, seq, IfMissing::Refuse); });
    connect(&m_pane->writer(), &Writer::command, &m_commands, &Commands::run);
    connect(&m_commands, &Commands::roomWanted, this, [this](const RoomName& name) { go(name); });
    connect(&m_commands, &Commands::nameWanted, this, &Workspace::rename);
    connect(&m_commands, &Commands::helpWanted, this, &Workspace::helpWanted);
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
    m_pane->header().setMembersShown(m_columns->isShown(Columns::Part::Members));
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

void Workspace::go(const RoomRef& room, qint64 seq, IfMissing ifMissing)
{
    const ClientState& state = m_account.client().state();
    const auto* name = std::get_if<RoomName>(&room);
    const RoomId id = name ? state.roomCalled(*name) : std::get<RoomId>(room);
    if (state.room(id))
        return open(id, seq);
    m_awaited = room;
    m_awaitedSeq = seq;
    m_pane->await(name ? name->text() : QString());
    m_sidebar->setCurrent({});
    m_columns->setFront(Columns::Part::Room);
    m_account.client().prefer(room);
    m_account.client().join(room, ifMissing);
}

void Workspace::open(const RoomId& room, qint64 seq)
{
    m_awaited.reset();
    if (m_pane->room() != room)
        m_pane->open(room);
    m_account.setRoom(room);
    m_sidebar->setCurrent(room);
    m_columns->setFront(Columns::Part::Room);
    if (seq > 0)
        m_pane->history().reveal(seq);
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

void Workspace::roomAdded(const RoomId& room)
{
    // When this comes, all of the rooms are here that the server has told of at once.
    QMetaObject::invokeMethod(
        this,
        [this, room] {
            if (!m_account.client().state().room(room))
                return;
            const RoomId last = m_account.lastRoom();
            if (m_awaited == RoomRef(room))
                open(room, m_awaitedSeq);
            else if (m_pane->room().isEmpty() && !m_awaited)
                open(last.isEmpty() ? room : last, 0);
        },
        Qt::QueuedConnection);
}

void Workspace::joinedByName(const RoomName& name, const RoomId& room)
{
    const auto topic = m_topics.extract(name);
    QMetaObject::invokeMethod(
        this,
        [this, name, room, text = topic.empty() ? QString() : topic.mapped()] {
            if (!text.isEmpty())
                m_actions.setTopic(room, text);
            if (m_awaited == RoomRef(name) && m_account.client().state().room(room))
                open(room, m_awaitedSeq);
        },
        Qt::QueuedConnection);
}

void Workspace::joinFailed(const RoomRef& room, const Error& error)
{
    const auto* name = std::get_if<RoomName>(&room);
    const auto* id = std::get_if<RoomId>(&room);
    const bool isAwaited = m_awaited == room;
    const bool isShown = id && *id == m_pane->room();
    if (name)
        m_topics.erase(*name);
    if (isAwaited)
        m_awaited.reset();
    if (name && error.code == ErrorCode::NotFound)
        offerToMake(*name);
    else
        m_joinFailures.add(name ? name->text() : m_account.client().state().nameOf(*id), error.message,
                           isAwaited || isShown);
    if (!isAwaited)
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_pane->room().isEmpty() && !m_awaited)
                m_pane->open({});
        },
        Qt::QueuedConnection);
}

void Workspace::offerToMake(const RoomName& name)
{
    Question question;
    question.title = tr("There is no room “%1”").arg(name.text());
    question.text =
        tr("The link may be wrong, or the room has another name by now. You can create a room of this name.");
    question.action = tr("Create room");
    m_dialogs.ask(question, [self = QPointer(this), name](bool agreed) {
        if (!self || !agreed)
            return;
        self->window()->activateWindow(); // people write in the room next, and the question had the keyboard
        self->go(name);
    });
}

void Workspace::roomDeleted(const RoomId& room, const RoomName& name)
{
    m_deletedRooms.add(room, name);
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
    connect(dialog, &DirectoryDialog::chosen, this, [this](const RoomId& room) { go(room); });
    connect(dialog, &DirectoryDialog::creationWanted, this, &Workspace::openNewRoom);
    dialog->open();
}

void Workspace::openNewRoom(const QString& name)
{
    auto* dialog = new NewRoomDialog(m_account.client(), m_look, name, this);
    connect(dialog, &NewRoomDialog::accepted, this, [this, dialog] {
        const auto* made = std::get_if<RoomName>(&dialog->room());
        if (made && !dialog->topic().isEmpty() && m_account.client().state().roomCalled(*made).isEmpty())
            m_topics[*made] = dialog->topic();
        go(dialog->room());
    });
    dialog->open();
}

void Workspace::openSwitcher()
{
    auto* switcher = new Switcher(m_rooms, m_look, this);
    connect(switcher, &Switcher::chosen, this, [this](const RoomRef& room) { go(room); });
    switcher->open();
}

void Workspace::openTopic()
{
    m_actions.openTopic(m_pane->room());
}

void Workspace::openRename()
{
    const LineQuestion question{QStringLiteral("renameDialog"),
                                tr("Change your name"),
                                tr("Your &name"),
                                tr("Change name"),
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

} // namespace parlance::client
