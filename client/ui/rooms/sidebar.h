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

    void setCurrent(const RoomName& room);

  Q_SIGNALS:
    void roomChosen(const RoomName& room);
    void roomMenuWanted(const RoomName& room, const QPoint& globalPosition);
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
    QListView* m_list;
    FaceButton* m_me;
};

} // namespace parlance::client
