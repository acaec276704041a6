#pragma once

#include "models/account.h"
#include "models/preferences.h"
#include "ports/dialogs.h"
#include "ui/look/look.h"

#include <QMainWindow>

class QStackedWidget;

namespace parlance::client {

class ServerRail;
class SpellChecker;
class Workspace;

/// Assembles what is seen: one server at a time, a rail to choose among several, and the keys that work everywhere. All
/// that it is given must outlive it.
class MainWindow final : public QMainWindow {
    Q_OBJECT

  public:
    MainWindow(Preferences& preferences, Dialogs& dialogs, Look& look);
    ~MainWindow() override;

    void add(Account& account);
    void remove(Account& account);
    void showAccount(Account& account);
    Workspace* current() const;
    Workspace* workspaceOf(const QString& account) const;

    /// What a room's menu says about its last notification; see Attention::why().
    void setWhy(std::function<QString(const QString&, const RoomId&)> why) { m_why = std::move(why); }

    /// Asked before the window closes; where it may not, whoever says so closes it later.
    void setMayClose(std::function<bool()> mayClose) { m_mayClose = std::move(mayClose); }

    /// Looks at what is written, unless the preferences say no. Must outlive the window.
    void setSpelling(SpellChecker& checker);

  Q_SIGNALS:
    void addAccountWanted();
    void signOutWanted(const QString& account);
    void settingsWanted();
    void closed();
    void quitWanted();
    void unreadChanged(qint64 unread); ///< of all servers

  protected:
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void addKeys();
    void key(const QKeySequence& keys, const char* name, std::function<void(Workspace&)> act);
    void openMeMenu(Workspace& of, const QPoint& global);
    void showKeys();
    void retitle();
    void showRail();
    void takeOut(Workspace& workspace);
    void tellServersApart();
    void applySpelling();

    Preferences& m_preferences;
    Dialogs& m_dialogs;
    Look& m_look;
    ServerRail* m_rail;
    QStackedWidget* m_pages;
    std::vector<std::unique_ptr<Workspace>> m_workspaces;
    SpellChecker* m_spelling = nullptr;
    bool m_spells = false;
    std::function<QString(const QString&, const RoomId&)> m_why;
    std::function<bool()> m_mayClose;
};

} // namespace parlance::client
