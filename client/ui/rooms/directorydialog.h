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

/// Finds one of the server's rooms. Typing searches, the arrow keys select and Enter takes what is selected; it makes
/// nothing. Client and look must outlive it.
class DirectoryDialog final : public QDialog {
    Q_OBJECT

  public:
    DirectoryDialog(Client& client, const Look& look, QWidget* parent);

  Q_SIGNALS:
    void chosen(const RoomId& room);

    /// A room is to be made, perhaps of the name that was searched for.
    void creationWanted(const QString& name);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void build();
    void connectParts();
    void search();
    void loaded();
    void choose();
    void take(const QModelIndex& row);
    void refresh();

    DirectoryModel m_model;
    QLineEdit* m_search;
    QListView* m_list;
    QLabel* m_state;
    QPushButton* m_go;
    QTimer m_pause;           // so that not every letter is asked about
    bool m_isCurrent = false; // the list is of the text that was typed
    bool m_isSearching = false;
    bool m_choosesWhenLoaded = false;
};

} // namespace parlance::client
