#pragma once

#include "ui/look/look.h"

#include <QStyledItemDelegate>

namespace parlance::client {

/// A room in the list: its name, how much is unread, what was begun there. The look must outlive it.
class RoomDelegate final : public QStyledItemDelegate {
  public:
    RoomDelegate(const Look& look, QObject* parent);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    int paintEnd(QPainter& painter, const QRect& rect, Qt::LayoutDirection direction,
                 const QModelIndex& index) const; // gives the width taken

    const Look& m_look;
};

} // namespace parlance::client
