#pragma once

#include "models/directorymodel.h"
#include "ui/look/look.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace parlance::client {

/// Finds a room of the server's, or makes one. Client and look must outlive it.
class DirectoryDialog final : public QDialog {
    Q_OBJECT

  public:
    DirectoryDialog(Client& client, const Look& look, QWidget* parent);

  Q_SIGNALS:
    /// `topic` is for a room that is made.
    void chosen(const RoomName& room, const QString& topic);

  private:
    void build();
    void connectParts();
    void searched();
    void choose();
    void refresh();

    Client& m_client;
    DirectoryModel m_model;
    QLineEdit* m_search;
    QListView* m_list;
    QLabel* m_state;
    QLineEdit* m_topic;
    QPushButton* m_go;
    QTimer m_pause; // so that not every letter is asked about
};

} // namespace parlance::client
