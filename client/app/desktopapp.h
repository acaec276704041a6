#pragma once

#include "app/accountfiles.h"
#include "desktop/applicationservice.h"
#include "desktop/autostart.h"
#include "desktop/dbusnotifier.h"
#include "desktop/hunspellchecker.h"
#include "desktop/portalcolorscheme.h"
#include "desktop/raiserequest.h"
#include "desktop/wakewatcher.h"
#include "models/account.h"
#include "models/preferences.h"
#include "ui/look/look.h"
#include "ui/mainwindow.h"
#include "ui/notify/attention.h"
#include "ui/notify/fallbacknotifier.h"
#include "ui/notify/tray.h"
#include "ui/notify/traywait.h"
#include "ui/widgetdialogs.h"

#include <QSettings>

namespace parlance::client {

class LoginDialog;

/// The composition root of the desktop app: it alone knows which class stands behind which seam.
class DesktopApp final : public QObject {
    Q_OBJECT

  public:
    struct Options {
        QString configFile;    ///< preferences
        QString dataFolder;    ///< caches, one for each account, and tokens where there is no keyring
        QString runtimeFolder; ///< where programs of one profile find each other
        QString configFolder;  ///< the user's own, for starting at login
        QString profile;       ///< empty: the usual one
        QStringList links;     ///< to be opened at the start
        DesktopAction action = DesktopAction::None; ///< Quit: another program of this profile, where one runs
        bool isHidden = false;                      ///< no window at first, where there is a tray to get it from
        int trayPatience = 20'000; ///< milliseconds that a hidden start waits for the desktop's tray to be there
    };

    /// The wheel must outlive it.
    DesktopApp(const Options& options, DeadlineWheel& wheel);
    ~DesktopApp() override;

    /// Shows the window, or asks for an account where there is none yet.
    void start();

    /// What a later start, or the desktop, wants of the program that runs.
    void heed(const RaiseRequest& request);

    /// A link from the command line, the desktop or another start.
    void open(const QString& link);

    /// The window comes to the front; some desktops want a token for that, which came with what a person did.
    void raise(const QString& activationToken = {});

    MainWindow& window() { return *m_window; }

  private:
    void askForAccount(const QString& link = {});
    void adopt(std::unique_ptr<Account> account);
    void signOut(const QString& account);
    void forgetAccount(const QString& account);
    void applyLook();
    void applyScheme();
    void begin();
    void showAtStart();
    void showSettings();
    void connectWindow();
    void connectAttention();
    bool isWatched(const QString& account, const RoomId& room) const;
    bool mayClose();
    void closed();
    void quit();

    Options m_options;
    QSettings m_settings;
    Preferences m_preferences;
    std::unique_ptr<SecretStore> m_secrets;
    DeadlineWheel& m_wheel;
    AccountFiles m_files;
    Look m_look;
    HunspellChecker m_spelling;
    std::vector<std::unique_ptr<Account>> m_accounts; // go after all that listens to them
    ApplicationService m_service;
    WakeWatcher m_wake;
    Autostart m_autostart;
    PortalColorScheme m_portal;
    DBusNotifier m_notifier;
    Tray m_tray;
    TrayWait m_trayWait;
    FallbackNotifier m_anyNotifier{m_notifier, m_tray};
    Attention m_attention;
    WidgetDialogs m_dialogs;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<LoginDialog> m_login;
    bool m_isEnding = false;
};

} // namespace parlance::client
