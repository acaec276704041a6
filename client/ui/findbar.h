#pragma once

#include "models/finder.h"
#include "ui/look/look.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace parlance::client {

class IconButton;

/// Where one looks for a text in a room, as far as it is kept here. Client and look must outlive it.
class FindBar final : public QWidget {
    Q_OBJECT

  public:
    FindBar(Client& client, const Look& look, QWidget* parent);

    /// Shows it for a room, with a text to begin with.
    void open(const RoomId& room, const QString& text);
    void close();

  Q_SIGNALS:
    void found(qint64 seq);           ///< that message is to be shown
    void marked(const QString& text); ///< to be marked wherever it is seen; empty: nothing
    void closed();

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void step(int by);
    void refresh();
    void dress();
    QString count() const;

    const Look& m_look;
    Finder m_finder;
    RoomId m_room;
    QLineEdit* m_field;
    QLabel* m_count;
    IconButton* m_older;
    IconButton* m_newer;
    bool m_isFresh = false; // the text is another and nothing of it has been shown yet
};

} // namespace parlance::client
