#include "ui/mainwindow.h"

#include "ui/account/accountmenu.h"
#include "ui/composer/composer.h"
#include "ui/look/fitting.h"
#include "ui/roompane.h"
#include "ui/serverrail.h"
#include "ui/settings/keysdialog.h"
#include "ui/workspace.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace parlance::client {

namespace {
constexpr int leastWidth = 360; // pixels, whatever the size of the letters: as narrow as a phone
constexpr int leastHeight = 280;
} // namespace

MainWindow::MainWindow(Preferences& preferences, Dialogs& dialogs, Look& look)
    : m_preferences(preferences)
    , m_dialogs(dialogs)
    , m_look(look)
    , m_rail(new ServerRail(look, this))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("window"));
    auto* centre = new QWidget(this);
    auto* line = new QHBoxLayout(centre);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(0);
    line->addWidget(m_rail);
    line->addWidget(m_pages, 1);
    setCentralWidget(centre);
    setMinimumSize(leastWidth, leastHeight);
    resizeWithinScreen(*this, {m_look.scaled(1080), m_look.scaled(720)});
    if (const QByteArray before = m_preferences.layout(objectName()); !before.isEmpty())
        restoreGeometry(before);
    keepOnScreen(*this);
    connect(m_rail, &ServerRail::addWanted, this, &MainWindow::addAccountWanted);
    connect(m_rail, &ServerRail::chosen, this, [this](const QString& account) {
        if (Workspace* workspace = workspaceOf(account))
            showAccount(workspace->account());
    });
    connect(&m_preferences, &Preferences::changed, this, &MainWindow::applySpelling);
    addKeys();
    retitle();
}

/// A page that goes makes room for another, which would tell of it while the first is half destroyed.
MainWindow::~MainWindow()
{
    for (const auto& each : m_workspaces)
        takeOut(*each);
}

void MainWindow::takeOut(Workspace& workspace)
{
    workspace.disconnect(this);
    m_pages->removeWidget(&workspace);
}

void MainWindow::add(Account& account)
{
    m_workspaces.push_back(std::make_unique<Workspace>(account, m_preferences, m_dialogs, m_look, m_pages));
    Workspace* workspace = m_workspaces.back().get();
    workspace->setWhy(
        [this, id = account.info().id](const RoomId& room) { return m_why ? m_why(id, room) : QString(); });
    workspace->pane().composer().setSpelling(m_spells ? m_spelling : nullptr);
    m_pages->addWidget(workspace);
    m_rail->add(account);
    connect(workspace, &Workspace::meMenuWanted, this,
            [this, workspace](const QPoint& global) { openMeMenu(*workspace, global); });
    connect(workspace, &Workspace::helpWanted, this, &MainWindow::showKeys);
    connect(workspace, &Workspace::roomOpened, this, &MainWindow::retitle);
    connect(workspace, &Workspace::arranged, this, [this] {
        m_rail->refresh();
        showRail();
        retitle(); // no room may be open any more
    });
    const auto recount = [this] {
        m_rail->refresh();
        retitle();
    };
    connect(&workspace->rooms(), &QAbstractItemModel::dataChanged, this, recount);
    connect(&workspace->rooms(), &QAbstractItemModel::rowsRemoved, this, recount);
    tellServersApart();
    showAccount(account);
}

void MainWindow::setSpelling(SpellChecker& checker)
{
    m_spelling = &checker;
    applySpelling();
}

void MainWindow::applySpelling()
{
    const bool wanted = m_spelling && m_preferences.isOn(Preferences::Switch::Spelling);
    if (wanted == std::exchange(m_spells, wanted))
        return;
    for (const auto& workspace : m_workspaces)
        workspace->pane().composer().setSpelling(wanted ? m_spelling : nullptr);
}

void MainWindow::remove(Account& account)
{
    Workspace* workspace = workspaceOf(account.info().id);
    if (!workspace)
        return;
    m_rail->remove(account);
    takeOut(*workspace);
    std::erase_if(m_workspaces, [workspace](const auto& each) { return each.get() == workspace; });
    tellServersApart();
    if (!m_workspaces.empty())
        showAccount(m_workspaces.front()->account());
    retitle();
}

void MainWindow::showAccount(Account& account)
{
    Workspace* workspace = workspaceOf(account.info().id);
    if (!workspace)
        return;
    m_pages->setCurrentWidget(workspace);
    workspace->pane().focusComposer();
    m_rail->setCurrent(account);
    showRail();
    m_preferences.setLayout(QStringLiteral("account"), account.info().id.toLatin1());
    retitle();
}

/// Several servers may have one title, which their admins give; their addresses differ.
void MainWindow::tellServersApart()
{
    for (const auto& each : m_workspaces)
        each->setAddressShown(m_workspaces.size() > 1);
    showRail();
}

/// In a window as narrow as a phone the rail stands beside the list of rooms only.
void MainWindow::showRail()
{
    const Workspace* workspace = current();
    const bool isWanted = m_workspaces.size() > 1;
    const bool isShown = isWanted && (!workspace || !workspace->isOneColumn() || workspace->showsRoomsAlone());
    for (const auto& each : m_workspaces)
        each->setReserved(isWanted && !isShown ? m_rail->sizeHint().width() : 0);
    m_rail->setVisible(isShown);
}

Workspace* MainWindow::current() const
{
    return static_cast<Workspace*>(m_pages->currentWidget());
}

Workspace* MainWindow::workspaceOf(const QString& account) const
{
    const auto found =
        std::ranges::find_if(m_workspaces, [&](const auto& each) { return each->account().info().id == account; });
    return found == m_workspaces.end() ? nullptr : found->get();
}

void MainWindow::key(const QKeySequence& keys, const char* name, std::function<void(Workspace&)> act)
{
    auto* shortcut = new QShortcut(keys, this);
    shortcut->setObjectName(QLatin1String(name));
    connect(shortcut, &QShortcut::activated, this, [this, act = std::move(act)] {
        if (Workspace* workspace = current())
            act(*workspace);
    });
}

/// KeysDialog says them to people.
void MainWindow::addKeys()
{
    key(Qt::CTRL | Qt::Key_K, "keySwitcher", [](Workspace& w) { w.openSwitcher(); });
    key(Qt::ALT | Qt::Key_Down, "keyNextRoom", [](Workspace& w) { w.step(1); });
    key(Qt::ALT | Qt::Key_Up, "keyPreviousRoom", [](Workspace& w) { w.step(-1); });
    key(Qt::ALT | Qt::SHIFT | Qt::Key_Down, "keyNextUnread", [](Workspace& w) { w.stepUnread(1); });
    key(Qt::ALT | Qt::SHIFT | Qt::Key_Up, "keyPreviousUnread", [](Workspace& w) { w.stepUnread(-1); });
    key(Qt::CTRL | Qt::SHIFT | Qt::Key_O, "keyDirectory", [](Workspace& w) { w.openDirectory(); });
    key(Qt::CTRL | Qt::SHIFT | Qt::Key_P, "keyMembers", [](Workspace& w) { w.toggleMembers(); });
    key(QKeySequence::Find, "keyFind", [](Workspace& w) { w.pane().openFind(); });
    key(Qt::Key_Escape, "keyEscape", [](Workspace& w) { w.pane().escape(); });
    for (int number = 0; number < 9; ++number)
        key(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + number)), "keyRoomNumber",
            [number](Workspace& w) { w.goToRow(number); });
    const auto resizeText = [this](int by) {
        m_preferences.setFontStep(
            by == 0 ? 0 : std::clamp(m_preferences.fontStep() + by, Look::smallestStep, Look::largestStep));
        m_look.setFontStep(m_preferences.fontStep());
    };
    key(QKeySequence::ZoomIn, "keyLarger", [resizeText](Workspace&) { resizeText(1); });
    key(Qt::CTRL | Qt::Key_Equal, "keyLarger2", [resizeText](Workspace&) { resizeText(1); });
    key(QKeySequence::ZoomOut, "keySmaller", [resizeText](Workspace&) { resizeText(-1); });
    key(Qt::CTRL | Qt::Key_0, "keyUsualSize", [resizeText](Workspace&) { resizeText(0); });
    key(Qt::CTRL | Qt::Key_Comma, "keySettings", [this](Workspace&) { Q_EMIT settingsWanted(); });
    key(Qt::CTRL | Qt::Key_Q, "keyQuit", [this](Workspace&) { Q_EMIT quitWanted(); });
    key(Qt::Key_F1, "keyHelp", [this](Workspace&) { showKeys(); });
}

void MainWindow::showKeys()
{
    (new KeysDialog(m_look, this))->open();
}

void MainWindow::openMeMenu(Workspace& of, const QPoint& global)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("meMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString account = of.account().info().id;
    menu->addAction(tr("Change name…"), &of, &Workspace::openRename);
    addAccountActions(*menu, of.account(), m_look, &of);
    menu->addAction(tr("Settings…"), this, &MainWindow::settingsWanted);
    menu->addAction(tr("Keyboard shortcuts"), this, &MainWindow::showKeys);
    menu->addSeparator();
    menu->addAction(tr("Join another server…"), this, &MainWindow::addAccountWanted);
    menu->addAction(tr("Sign out…"), this, [this, account] { Q_EMIT signOutWanted(account); });
    menu->addSeparator();
    menu->addAction(tr("Quit"), this, &MainWindow::quitWanted);
    menu->adjustSize();
    menu->popup(global - QPoint(0, menu->sizeHint().height()));
}

void MainWindow::retitle()
{
    Workspace* workspace = current();
    qint64 unread = 0;
    for (const auto& each : m_workspaces)
        unread += each->account().unread();
    QString title = QStringLiteral("Parlance");
    const QString room = workspace ? workspace->account().client().state().nameOf(workspace->pane().room()) : QString();
    if (!room.isEmpty())
        title = tr("%1 · %2").arg(room, title);
    Q_EMIT unreadChanged(unread);
    setWindowTitle(unread > 0 ? tr("(%1) %2").arg(unread).arg(title) : title);
}

/// The frame is known now, and the screen that the window is on.
void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    QMetaObject::invokeMethod(
        this, [this] { keepOnScreen(*this); }, Qt::QueuedConnection);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (m_mayClose && !m_mayClose())
        return event->ignore();
    m_preferences.setLayout(objectName(), saveGeometry());
    QMainWindow::closeEvent(event);
    Q_EMIT closed();
}

} // namespace parlance::client
