#pragma once

#include "ui/look/look.h"

#include <QWidget>

class QBoxLayout;
class QLabel;

namespace parlance::client {

class IconButton;

/// The top of a room: its name and topic, and the buttons for its members and its menu. The look must outlive it.
class RoomHeader final : public QWidget {
    Q_OBJECT

  public:
    RoomHeader(const Look& look, QWidget* parent);

    /// `isOpen`: there is a room that the buttons are for; a room that is being joined has only a name.
    void setRoom(const QString& name, const QString& topic, bool isOpen);

    void setMembersShown(bool shown);

    /// Puts a button before the name, which leads elsewhere.
    void setLeading(QWidget* button);

  Q_SIGNALS:
    void membersToggled();
    void menuWanted(const QPoint& globalPosition);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void dress();

    const Look& m_look;
    QBoxLayout* m_line;
    QLabel* m_name;
    QLabel* m_topic;
    IconButton* m_members;
    IconButton* m_menu;
    QWidget* m_leading = nullptr;
};

} // namespace parlance::client
