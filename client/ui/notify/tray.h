#pragma once

#include "ports/notifier.h"

#include <QMenu>
#include <QSystemTrayIcon>

namespace parlance::client {

/// The icon among the desktop's own, which shows whether something is unread; and the notifications of desktops that
/// have no service for them.
class Tray final : public QObject, public Notifier {
    Q_OBJECT

  public:
    Tray();

    /// Once the program is to stay: until then the icon is nowhere.
    void appear() { m_icon.show(); }

    /// Whether the desktop has a place for it; that can come and go.
    static bool isThere() { return QSystemTrayIcon::isSystemTrayAvailable(); }

    void setUnread(qint64 unread);

    void setObserver(NotifierObserver* observer) override { m_observer = observer; }
    bool isAvailable() const override { return isThere() && QSystemTrayIcon::supportsMessages(); }
    void show(const Notification& notification) override;
    void withdraw(const QString& key) override;

    QSystemTrayIcon& icon() { return m_icon; }

  Q_SIGNALS:
    void raiseWanted();
    void quitWanted();

  private:
    void draw();

    QSystemTrayIcon m_icon;
    std::unique_ptr<QMenu> m_menu;
    NotifierObserver* m_observer = nullptr;
    QString m_key;
    qint64 m_unread = -1;
};

} // namespace parlance::client
