#include "app/desktopapp.h"

#include "base/logging.h"
#include "desktop/fallbacksecretstore.h"
#include "desktop/filesecretstore.h"
#include "desktop/keychainstore.h"
#include "models/serveraddress.h"
#include "ui/composer/composer.h"
#include "ui/login/logindialog.h"
#include "ui/look/style.h"
#include "ui/notify/appicon.h"
#include "ui/roompane.h"
#include "ui/settings/settingsdialog.h"
#include "ui/timeline/timelineview.h"
#include "ui/workspace.h"

#include <QApplication>
#include <QDir>
#include <QTimer>

#include <algorithm>

namespace parlance::client {

DesktopApp::DesktopApp(const Options& options, DeadlineWheel& wheel)
    : m_options(options)
    , m_settings(options.configFile, QSettings::IniFormat)
    , m_preferences(m_settings)
    , m_secrets(std::make_unique<FallbackSecretStore>(
          std::make_unique<KeychainStore>(QStringLiteral("chat.parlance.Parlance")),
          std::make_unique<FileSecretStore>(QDir(options.dataFolder).filePath(QStringLiteral("secrets")))))
    , m_wheel(wheel)
    , m_files(options.dataFolder, m_preferences, *m_secrets, m_wheel)
    , m_look(QApplication::font())
    , m_spelling(HunspellChecker::usualPlaces(QDir(options.dataFolder).filePath(QStringLiteral("words.txt"))))
    , m_service(QDBusConnection::sessionBus())
    , m_wake(QDBusConnection::systemBus(),
             [this] {
                 for (const auto& account : m_accounts)
                     account->client().connection().checkAlive();
             })
    , m_autostart(options.configFolder, QCoreApplication::applicationFilePath(),
                  options.profile.isEmpty() ? QStringList() : QStringList{QStringLiteral("--profile"), options.profile})
    , m_portal(QDBusConnection::sessionBus())
    , m_notifier(QDBusConnection::sessionBus())
    , m_attention(m_anyNotifier, m_preferences, m_wheel,
                  [this](const QString& account, const RoomId& room) { return isWatched(account, room); })
{
    QApplication::setStyle(new Style(m_look)); // which owns it
    QApplication::setWindowIcon(appIcon(false));
    QApplication::setQuitOnLastWindowClosed(false);
    m_look.setFontStep(m_preferences.fontStep());
    applyScheme();
    applyLook();
    connect(&m_look, &Look::changed, this, &DesktopApp::applyLook);
    connect(&m_preferences, &Preferences::changed, this, &DesktopApp::applyScheme);
    m_portal.onChanged([this] { applyScheme(); });
    m_window = std::make_unique<MainWindow>(m_preferences, m_dialogs, m_look);
    m_dialogs.setWindow(m_window.get());
    m_window->setSpelling(m_spelling);
    connectWindow();
    connectAttention();
}

void DesktopApp::connectWindow()
{
    connect(m_window.get(), &MainWindow::addAccountWanted, this, [this] { askForAccount(); });
    connect(m_window.get(), &MainWindow::signOutWanted, this, &DesktopApp::signOut);
    connect(m_window.get(), &MainWindow::closed, this, &DesktopApp::closed);
    connect(m_window.get(), &MainWindow::quitWanted, this, &DesktopApp::quit);
    connect(m_window.get(), &MainWindow::unreadChanged, &m_tray, &Tray::setUnread);
    connect(m_window.get(), &MainWindow::settingsWanted, this, &DesktopApp::showSettings);
    m_window->setMayClose([this] { return mayClose(); });
    m_window->setWhy([this](const QString& account, const RoomId& room) { return m_attention.why(account, room); });
}

void DesktopApp::showSettings()
{
    auto* settings = new SettingsDialog(m_preferences, m_look, m_secrets->place(), m_window.get());
    settings->offerAutostart([this] { return m_autostart.isEnabled(); },
                             [this](bool on) {
                                 if (const auto problem = m_autostart.setEnabled(on))
                                     m_dialogs.tell(tr("The setting was not changed"), problem->message);
                             });
    settings->setTrayThere(Tray::isThere());
    for (const auto& account : m_accounts)
        settings->addServer(account->title(), account->address(), account->info().name);
    settings->open();
}

void DesktopApp::connectAttention()
{
    connect(&m_attention, &Attention::called, this, [this] { QApplication::alert(m_window.get()); });
    connect(&m_attention, &Attention::openWanted, this,
            [this](const QString& account, const RoomId& room, const QString& token) {
                raise(token);
                if (Workspace* workspace = m_window->workspaceOf(account)) {
                    m_window->showAccount(workspace->account());
                    workspace->go(room);
                }
            });
    connect(&m_attention, &Attention::replyRefused, this,
            [this](const QString& account, const RoomId& room, const QString& text, const QString& why) {
                raise();
                if (Workspace* workspace = m_window->workspaceOf(account)) {
                    m_window->showAccount(workspace->account());
                    workspace->go(room);
                    workspace->pane().composer().insert(text);
                }
                m_dialogs.tell(tr("Your reply was not sent"), why);
            });
    connect(&m_tray, &Tray::raiseWanted, this, [this] { raise(); });
    connect(&m_tray, &Tray::quitWanted, this, &DesktopApp::quit);
}

bool DesktopApp::isWatched(const QString& account, const RoomId& room) const
{
    Workspace* workspace = m_window ? m_window->current() : nullptr;
    return workspace && m_window->isActiveWindow() && workspace->account().info().id == account &&
           workspace->pane().room() == room && workspace->pane().view().position().isAtEnd();
}

void DesktopApp::raise(const QString& activationToken)
{
    if (!activationToken.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", activationToken.toUtf8()); // Qt's Wayland plug-in takes it from there
    m_trayWait.cancel();
    if (m_accounts.empty())
        return askForAccount();
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

/// A window that cannot be got back must not go: without a tray, closing ends the program. With one, people are asked
/// the first time what closing means to them; nobody has to wonder then where the window went.
bool DesktopApp::mayClose()
{
    using Switch = Preferences::Switch;
    if (m_isEnding || !Tray::isThere() || m_preferences.isChosen(Switch::CloseToTray))
        return true;
    Choice choice;
    choice.title = tr("Keep Parlance running?");
    choice.text =
        tr("Parlance can stay in the tray and notify you of new messages. You can change this in the settings.");
    choice.actions = {tr("Keep running"), tr("Quit")};
    m_dialogs.choose(choice, [this](int chosen) {
        if (chosen < 0)
            return;
        m_preferences.set(Switch::CloseToTray, chosen == 0);
        m_window->close();
    });
    return false;
}

void DesktopApp::closed()
{
    if (!m_preferences.isOn(Preferences::Switch::CloseToTray) || !Tray::isThere())
        quit();
}

/// Which closes the window first.
void DesktopApp::quit()
{
    m_isEnding = true;
    QApplication::quit();
}

DesktopApp::~DesktopApp()
{
    m_login.reset();
    m_window.reset(); // before what it shows
    for (const auto& account : m_accounts)
        m_attention.remove(*account);                 // nobody could answer to a notification any more
    QApplication::setStyle(QStringLiteral("Fusion")); // ours refers to the look, which goes now
}

void DesktopApp::applyLook()
{
    QApplication::setPalette(paletteFor(m_look.theme()));
    QApplication::setFont(m_look.font());
}

void DesktopApp::applyScheme()
{
    const Preferences::Scheme wanted = m_preferences.scheme();
    m_look.setDark(wanted == Preferences::Scheme::Dark ||
                   (wanted == Preferences::Scheme::System && m_portal.scheme() == ColorScheme::Dark));
}

void DesktopApp::start()
{
    connect(&m_service, &ApplicationService::raised, this, &DesktopApp::heed);
    begin();
    if (m_options.profile.isEmpty()) // desktops know of no others
        m_service.start();
}

void DesktopApp::heed(const RaiseRequest& request)
{
    if (request.action == DesktopAction::Quit)
        return quit();
    raise(request.activationToken);
    if (request.action == DesktopAction::AddServer)
        askForAccount();
    for (const QString& link : request.links)
        open(link);
}

void DesktopApp::begin()
{
    m_tray.appear();
    const QString last = QString::fromLatin1(m_preferences.layout(QStringLiteral("account")));
    for (const AccountInfo& info : m_preferences.accounts()) {
        auto account = m_files.open(info);
        account->keep();
        account->start();
        adopt(std::move(account));
    }
    if (m_accounts.empty() && m_options.links.isEmpty())
        return askForAccount();
    if (m_accounts.empty())
        return open(m_options.links.front());
    if (Workspace* workspace = m_window->workspaceOf(last))
        m_window->showAccount(workspace->account());
    showAtStart();
    if (m_options.action == DesktopAction::AddServer)
        askForAccount();
    for (const QString& link : m_options.links)
        open(link);
    QTimer::singleShot(0, this, [this] { m_wake.watchNetwork(); }); // may wait for the bus; the window is there
}

/// Without a tray the window could not be got back. It does not come to the front then: nobody has asked for it.
void DesktopApp::showAtStart()
{
    if (!m_options.isHidden)
        return m_window->show();
    m_trayWait.wait(m_options.trayPatience, [this](bool isThere) {
        if (!isThere)
            m_window->showMinimized();
    });
}

void DesktopApp::adopt(std::unique_ptr<Account> account)
{
    m_accounts.push_back(std::move(account));
    m_window->add(*m_accounts.back());
    m_attention.add(*m_accounts.back());
}

void DesktopApp::askForAccount(const QString& link)
{
    if (!m_login) {
        m_login = std::make_unique<LoginDialog>([this](const AccountInfo& info) { return m_files.open(info); },
                                                m_dialogs, m_look, m_accounts.empty() ? nullptr : m_window.get());
        connect(m_login.get(), &LoginDialog::abandoned, this,
                [this](const QString& account) { m_files.remove(account); });
        connect(m_login.get(), &LoginDialog::finished, this, [this] {
            m_login.release()->deleteLater(); // this comes from inside it
            if (m_accounts.empty())
                QApplication::quit();
        });
        connect(m_login.get(), &LoginDialog::signedIn, this, [this] {
            const auto target = m_login->link();
            auto account = m_login->take();
            account->keep();
            adopt(std::move(account));
            m_login->accept();
            raise();
            if (Workspace* workspace = m_window->workspaceOf(m_accounts.back()->info().id);
                target && target->room && workspace)
                workspace->go(*target->room, target->seq, IfMissing::Refuse);
        });
    }
    m_login->prefill(link, {}, {});
    m_login->show();
    m_login->raise();
    m_login->activateWindow();
}

void DesktopApp::open(const QString& link)
{
    const auto address = parseServerAddress(link);
    if (!address)
        return m_dialogs.tell(tr("This link cannot be opened"), address.error().message);
    for (const auto& account : m_accounts) {
        if (account->info().url != address->url)
            continue;
        m_window->showAccount(*account);
        if (address->room)
            m_window->current()->go(*address->room, address->seq, IfMissing::Refuse);
        return;
    }
    askForAccount(link);
}

namespace {

/// What is lost by signing out.
QString signOutText(const Account& account)
{
    if (const auto& own = account.client().state().identity.account)
        return DesktopApp::tr("You can sign in again as %1, with your password. Drafts and messages that have not been "
                              "sent are lost.")
            .arg(own->handle.text());
    return DesktopApp::tr("You cannot sign in as %1 again: if you come back, you join as a new person, who is in none "
                          "of your rooms and cannot edit what you wrote. Drafts and messages that have not been sent "
                          "are lost. To stay %1, close the program instead: it knows you when you start it again.")
        .arg(account.info().name ? account.info().name->text() : DesktopApp::tr("the same person"));
}

} // namespace

void DesktopApp::signOut(const QString& id)
{
    const auto found = std::ranges::find_if(m_accounts, [&](const auto& each) { return each->info().id == id; });
    if (found == m_accounts.end())
        return;
    Question question;
    question.title = tr("Sign out of %1?").arg((*found)->title());
    question.text = signOutText(**found);
    question.action = tr("Sign out");
    question.isDangerous = true;
    m_dialogs.ask(question, [this, id](bool agreed) {
        const auto account = std::ranges::find_if(m_accounts, [&](const auto& each) { return each->info().id == id; });
        if (!agreed || account == m_accounts.end())
            return;
        if (!(*account)->client().state().identity.device)
            return forgetAccount(id);
        (*account)->endDevice([this, id] {
            QMetaObject::invokeMethod( // the account may be what calls
                this, [this, id] { forgetAccount(id); }, Qt::QueuedConnection);
        });
    });
}

void DesktopApp::forgetAccount(const QString& id)
{
    const auto account = std::ranges::find_if(m_accounts, [&](const auto& each) { return each->info().id == id; });
    if (account == m_accounts.end())
        return;
    m_window->remove(**account);
    m_attention.remove(**account);
    (*account)->forget();
    m_accounts.erase(account);
    m_files.remove(id);
    if (m_accounts.empty()) {
        m_window->hide();
        return askForAccount();
    }
    QMetaObject::invokeMethod( // the question goes first, which has the keyboard
        this,
        [this] {
            raise();
            if (Workspace* workspace = m_window->current())
                workspace->pane().focusComposer();
        },
        Qt::QueuedConnection);
}

} // namespace parlance::client
