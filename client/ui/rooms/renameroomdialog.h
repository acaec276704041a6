#pragma once

#include "core/client.h"
#include "ui/look/look.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace parlance::client {

/// Asks for a room's new name and stays open until the server has taken it; what is wrong with a name stands below the
/// field. Client and look must outlive it.
class RenameRoomDialog final : public QDialog {
    Q_OBJECT

  public:
    RenameRoomDialog(Client& client, const Look& look, RoomId room, QWidget* parent);
    ~RenameRoomDialog() override;

  private:
    void build();
    void refresh();
    void submit();
    void answered(const Result<Ok>& renamed);
    void say(const QString& problem);

    Client& m_client;
    const RoomId m_room;
    QLineEdit* m_name;
    QLabel* m_problem;
    QPushButton* m_go;
    bool m_isAsking = false;
    std::shared_ptr<bool> m_alive; // owners: this, and answers that may come late
};

} // namespace parlance::client
