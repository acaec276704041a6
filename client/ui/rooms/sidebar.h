#pragma once

#include "models/account.h"
#include "models/roomlistmodel.h"
#include "ui/look/look.h"

#include <QListView>
#include <QWidget>

class QLabel;

namespace parlance::client {

class FaceButton;

/// The left part: the server's name, its rooms, and who one is there. Account, rooms and look must outlive it.
class Sidebar final : public QWidget, private ClientObserver {
    Q_OBJECT

  public:
    Sidebar(Account& account, RoomListModel& rooms, const Look& look, QWidget* parent);
    ~Sidebar() override;

    void setCurrent(const RoomId& room);
    void focusRooms();

    /// Whether an arrow key in the list opens the room at once, or only moves to it. The second is for a window in
    /// which the room takes the list's place.
    void setChoosesByArrows(bool chooses) { m_choosesByArrows = chooses; }

    /// Shows the server's address below its name, which does not tell it from others.
    void setAddressShown(bool shown);

  Q_SIGNALS:
    void roomChosen(const RoomId& room);
    void roomMenuWanted(const RoomId& room, const QPoint& globalPosition);
    void switcherWanted();
    void directoryWanted();
    void meWanted(const QPoint& globalPosition);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void identityChanged() override;
    void phaseChanged() override;
    QLayout* buildTop();
    void buildList();
    void refresh();

    Account& m_account;
    RoomListModel& m_rooms;
    const Look& m_look;
    QLabel* m_title;
    QLabel* m_address;
    QListView* m_list;
    FaceButton* m_me;
    bool m_choosesByArrows = true;
};

} // namespace parlance::client
