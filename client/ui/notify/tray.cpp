#include "ui/notify/tray.h"

#include <QMenu>
#include <QPainter>
#include <QPainterPath>

namespace parlance::client {

QIcon appIcon(const Theme& theme, bool unread)
{
    QIcon icon;
    for (const int side : {16, 22, 32, 48, 64, 128}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(side / 32.0, side / 32.0);
        QPainterPath bubble;
        bubble.addRoundedRect(2, 4, 28, 20, 7, 7);
        QPainterPath tail;
        tail.moveTo(8, 22);
        tail.lineTo(8, 30);
        tail.lineTo(16, 23);
        tail.closeSubpath();
        painter.fillPath(bubble.united(tail), Theme::light().accent);
        painter.setPen(QPen(Theme::light().onAccent, 2.6, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(9, 11.5), QPointF(23, 11.5));
        painter.drawLine(QPointF(9, 17), QPointF(18, 17));
        if (unread) {
            painter.setPen(QPen(theme.ground, 1.5));
            painter.setBrush(Theme::light().callEdge);
            painter.drawEllipse(QPointF(25.5, 6.5), 6, 6);
        }
        icon.addPixmap(pixmap);
    }
    return icon;
}

Tray::Tray(const Look& look)
    : m_look(look)
    , m_menu(std::make_unique<QMenu>())
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
    connect(&m_look, &Look::changed, this, &Tray::draw);
    setUnread(0);
    m_icon.show();
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
    m_icon.setIcon(appIcon(m_look.theme(), m_unread > 0));
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
