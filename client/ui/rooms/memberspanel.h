#pragma once

#include "models/membersmodel.h"
#include "ui/look/look.h"

#include <QWidget>

class QLabel;
class QListView;

namespace parlance::client {

/// The right part: who belongs to the room. Members and look must outlive it.
class MembersPanel final : public QWidget {
    Q_OBJECT

  public:
    MembersPanel(MembersModel& members, const Look& look, QWidget* parent);

  Q_SIGNALS:
    void closeWanted();
    void mentionWanted(const QString& name);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    const Look& m_look;
    QLabel* m_title;
    QListView* m_list;
};

} // namespace parlance::client
