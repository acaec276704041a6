#pragma once

#include "core/client.h"
#include "ui/look/look.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace parlance::client {

/// Asks for the name and the topic of a new room, which the caller makes. Where a room has that name already, it offers
/// to join that one instead. Client and look must outlive it.
class NewRoomDialog final : public QDialog {
    Q_OBJECT

  public:
    NewRoomDialog(Client& client, const Look& look, const QString& name, QWidget* parent);
    ~NewRoomDialog() override;

    const RoomRef& room() const { return m_room; }
    QString topic() const; ///< empty for a room that there was already

  private:
    void build(const QString& name);
    void refresh();
    void submit();
    void ask(const RoomName& name, const std::optional<RoomName>& after);
    void answered(const RoomName& asked, const RoomsPage& page);
    void say(const QString& problem);

    Client& m_client;
    QLineEdit* m_name;
    QLineEdit* m_topic;
    QLabel* m_problem;
    QPushButton* m_go;
    RoomRef m_room;
    int m_pagesLeft = 0;              // that may be asked for before the name counts as free
    std::optional<RoomId> m_existing; // what Enter would join
    std::shared_ptr<bool> m_alive;    // owners: this, and answers that may come late
};

} // namespace parlance::client
