#pragma once

#include "core/roomref.h"
#include "models/roomlistmodel.h"
#include "ui/look/look.h"

#include <QDialog>
#include <QStandardItemModel>

class QLineEdit;
class QListView;

namespace parlance::client {

/// Goes to a room by a few letters of its name; with none, those with something unread come first. A name that no room
/// here has is offered last, to be joined or created. Rooms and look must outlive it.
class Switcher final : public QDialog {
    Q_OBJECT

  public:
    Switcher(const RoomListModel& rooms, const Look& look, QWidget* parent);

  Q_SIGNALS:
    void chosen(const RoomRef& room);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void filter();
    void offerNew();
    void choose();

    const RoomListModel& m_rooms;
    QStandardItemModel m_shown;
    QLineEdit* m_search;
    QListView* m_list;
};

} // namespace parlance::client
