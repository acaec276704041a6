#pragma once

#include "models/account.h"
#include "models/membersmodel.h"
#include "models/roomlistmodel.h"
#include "ports/dialogs.h"
#include "ui/commands.h"
#include "ui/deletedrooms.h"
#include "ui/joinfailures.h"
#include "ui/look/look.h"
#include "ui/rooms/roomactions.h"

#include <QWidget>

namespace parlance::client {

class Columns;
class IconButton;
class MembersPanel;
class RoomPane;
class Sidebar;

/// All of one server: its rooms, one of which is open, and the people in it. All that it is given must outlive it.
class Workspace final : public QWidget, private ClientObserver {
    Q_OBJECT

  public:
    Workspace(Account& account, Preferences& preferences, Dialogs& dialogs, const Look& look, QWidget* parent);
    ~Workspace() override;

    Account& account() { return m_account; }
    RoomListModel& rooms() { return m_rooms; }
    RoomPane& pane() { return *m_pane; }

    /// Opens a room, which is joined if need be; `seq` names a message to go to, 0: none. People are asked before a
    /// room is made that they did not name themselves.
    void go(const RoomRef& room, qint64 seq = 0, IfMissing ifMissing = IfMissing::Make);
    void step(int by);       ///< to the next room, 1 or the one before, -1
    void stepUnread(int by); ///< to the next with something unread
    void goToRow(int row);

    void setWhy(std::function<QString(const RoomId&)> why) { m_actions.setWhy(std::move(why)); }

    void openDirectory();
    void openNewRoom(const QString& name = {});
    void openSwitcher();
    void openTopic();
    void openRename();
    void openPassword();
    void toggleMembers();

    void setReserved(int pixels); ///< see Columns::setReserved()
    bool isOneColumn() const;     ///< the window is as narrow as a phone
    bool showsRoomsAlone() const; ///< that column is the list of rooms

    /// Where there are several servers, each shows its address.
    void setAddressShown(bool shown);

  Q_SIGNALS:
    void arranged(); ///< what is shown may have changed
    void roomOpened(const RoomId& room);
    void meMenuWanted(const QPoint& globalPosition);
    void helpWanted();

  private:
    void joinFailed(const RoomRef& room, const Error& error) override;
    void joinedByName(const RoomName& name, const RoomId& room) override;
    void roomDeleted(const RoomId& room, const RoomName& name) override;
    void roomAdded(const RoomId& room) override;
    void identityChanged() override { Q_EMIT arranged(); } // the server's name may be another

    void build();
    void connectParts();
    void connectMembers();
    void openMemberMenu(const QModelIndex& member, const QPoint& global);
    void open(const RoomId& room, qint64 seq);
    void offerToMake(const RoomName& name);
    void rename(const QString& name);
    void showMembers();
    void arrangedAnew();

    Account& m_account;
    Preferences& m_preferences;
    Dialogs& m_dialogs;
    const Look& m_look;
    JoinFailures m_joinFailures;
    DeletedRooms m_deletedRooms;
    RoomListModel m_rooms;
    MembersModel m_members;
    std::unique_ptr<Columns> m_columns; // goes before the models that are shown in it
    IconButton* m_back;
    Sidebar* m_sidebar;
    RoomPane* m_pane;
    MembersPanel* m_membersPanel;
    RoomActions m_actions;
    Commands m_commands;
    std::optional<RoomRef> m_awaited; // the room to open once it is joined
    qint64 m_awaitedSeq = 0;
    std::map<RoomName, QString> m_topics; // for rooms that are being made
};

} // namespace parlance::client
