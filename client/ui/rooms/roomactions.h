#pragma once

#include "models/account.h"
#include "ports/dialogs.h"
#include "ui/look/look.h"

#include <QObject>

class QMenu;

namespace parlance::client {

/// What people can do about a room besides reading and writing in it, and the menu that offers it. All that it is given
/// must outlive it.
class RoomActions final : public QObject {
    Q_OBJECT

  public:
    RoomActions(Account& account, Preferences& preferences, Dialogs& dialogs, const Look& look, QWidget* parent);

    /// What the menu says about a room's last notification.
    void setWhy(std::function<QString(const RoomId&)> why) { m_why = std::move(why); }

    void openMenu(const RoomId& room, const QPoint& global);
    void openTopic(const RoomId& room);
    void openName(const RoomId& room);
    void setTopic(const RoomId& room, const QString& text);

    /// After a question.
    void leave(const RoomId& room);

  private:
    void addRules(QMenu& menu, const RoomId& room);

    Account& m_account;
    Preferences& m_preferences;
    Dialogs& m_dialogs;
    const Look& m_look;
    QWidget* m_parent;
    std::function<QString(const RoomId&)> m_why;
};

} // namespace parlance::client
