#pragma once

#include "base/clock.h"
#include "models/membersmodel.h"
#include "ui/look/look.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;

namespace parlance::client {

/// The right part: who belongs to the room, and a field to search for some of them. All that it is given must outlive
/// it.
class MembersPanel final : public QWidget {
    Q_OBJECT

  public:
    MembersPanel(MembersModel& members, const Clock& clock, const Look& look, QWidget* parent);

    void endSearch();

  Q_SIGNALS:
    void closeWanted();
    void menuWanted(const QModelIndex& member, const QPoint& globalPosition);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void build(const Clock& clock);
    void connectParts();
    void dress();
    void sayWhomItFits();
    bool onSearchKey(int key);
    bool onListKey(int key);
    int firstRow() const; // of a person; -1: there is none
    void openMenu(const QModelIndex& index, const QPoint& point);

    MembersModel& m_members;
    const Look& m_look;
    QLabel* m_title;
    QLineEdit* m_search;
    QLabel* m_nobody;
    QListView* m_list;
    QTimer m_minute; // while it is seen: "2 minutes ago" becomes 3
};

} // namespace parlance::client
