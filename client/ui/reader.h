#pragma once

#include "models/ordinalseeker.h"
#include "ui/timeline/timelineview.h"

#include <QObject>

namespace parlance::client {

/// Keeps track of what a person reads in the open room. A message counts as read once its end was on screen while the
/// window was watched; no message that merely arrives does. Where more comes than the view holds, or comes while nobody
/// looks, the line "new messages" stands above it and the view stops following, so that nothing leaves the view unread.
/// Only a person moves the view past unread messages. A place in the history is kept for when the room is opened again,
/// as long as nothing new is said. Client and view must outlive it.
class Reader final : public QObject, private ClientObserver {
  public:
    /// `isWatched`: whether somebody can see the view.
    Reader(Client& client, TimelineView& view, std::function<bool()> isWatched);
    ~Reader() override;

    /// Shows a room: at the place where it was left, at the line, or at the end. The timeline must outlive the next
    /// open() or leave().
    void open(Timeline& timeline);

    /// The room is not shown any more. Its place is kept.
    void leave();

    /// Something happened that may have brought messages before somebody's eyes. They are looked at from the event
    /// loop, never from within the call.
    void look();

    /// Goes to the first unread message, wherever it is.
    void goToFirstUnread();

    /// Whether unread messages are above what is seen.
    bool hasUnreadAbove() const;

  private:
    struct Left {
        TimelinePosition::Place place;
        qint64 n = 0;    // how many messages the room had
        qint64 line = 0; // above which the line stood
    };

    void roomChanged(const RoomId& room) override;
    void roomRemoved(const RoomId& room) override { m_left.erase(room); }
    void messagesChanged(const RoomId& room, const RowChange& change) override;
    void eventHandled(const LogEntry& event) override;

    void lookNow();
    bool hold(qint64 n);
    void raiseLine();
    void seek(qint64 n);
    void markSeen();
    void moved();
    const RoomState* room() const;

    Client& m_client;
    TimelineView& m_view;
    std::function<bool()> m_isWatched;
    OrdinalSeeker m_seeker;
    Timeline* m_timeline = nullptr;
    std::map<RoomId, Left> m_left;
    qint64 m_known = 0;   // how many messages the room had when it was looked at last
    qint64 m_passed = 0;  // a person went to the end past everything up to this one
    bool m_isGap = false; // something came that was said while there was no connection
    bool m_isLooking = false;
};

} // namespace parlance::client
