#include "ui/notify/tray.h"

#include "ui/notify/appicon.h"

#include <QMenu>

namespace parlance::client {

Tray::Tray()
    : m_menu(std::make_unique<QMenu>())
{
    m_menu->setObjectName(QStringLiteral("trayMenu"));
    m_menu->addAction(tr("Open Parlance"), this, &Tray::raiseWanted);
    m_menu->addSeparator();
    m_menu->addAction(tr("Quit"), this, &Tray::quitWanted);
    m_icon.setContextMenu(m_menu.get());
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT raiseWanted();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, [this] {
        if (m_observer && !m_key.isEmpty())
            m_observer->activated(m_key, {});
    });
    setUnread(0);
}

void Tray::setUnread(qint64 unread)
{
    const bool same = m_unread >= 0 && (unread > 0) == (m_unread > 0);
    m_unread = unread;
    m_icon.setToolTip(unread > 0 ? tr("Parlance: %n unread", nullptr, int(unread)) : tr("Parlance"));
    if (!same)
        draw();
}

void Tray::draw()
{
    m_icon.setIcon(appIcon(m_unread > 0));
}

void Tray::show(const Notification& notification)
{
    m_key = notification.key;
    m_icon.showMessage(notification.title, notification.body, m_icon.icon());
}

/// A tray's message cannot be taken back; it goes by itself.
void Tray::withdraw(const QString& key)
{
    if (key == m_key)
        m_key.clear();
}

} // namespace parlance::client
