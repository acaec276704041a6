#pragma once

#include "models/account.h"
#include "ports/dialogs.h"

#include <QObject>

class QMenu;

namespace parlance::client {

class Composer;
class TimelineView;
struct TimelineItem;

/// What people can do about a message that a view shows: the menu that offers it, its links, and what has become of it.
/// All that it is given must outlive it.
class MessageActions final : public QObject {
    Q_OBJECT

  public:
    /// An edit goes to the composer.
    MessageActions(Account& account, TimelineView& view, Composer& composer, Dialogs& dialogs);

    /// Opens the menu of the message in a row of the view.
    void openMenu(size_t row, const QPoint& global);

  Q_SIGNALS:
    /// The person follows a link to a room of this server, and to the message with this seq in it; 0 if the link names
    /// no message.
    void linkFollowed(const RoomRef& room, qint64 seq);

  private:
    void follow(const QString& target);
    void addCopying(QMenu& menu, const TimelineItem& item);
    void addChanging(QMenu& menu, const TimelineItem& item);
    void addSending(QMenu& menu, const TimelineItem& item);
    void remove(const RoomId& room, const MessageId& message, const QString& text);
    void copyLink(const RoomId& room, qint64 seq);

    Account& m_account;
    TimelineView& m_view;
    Composer& m_composer;
    Dialogs& m_dialogs;
};

} // namespace parlance::client
