#pragma once

#include "core/client.h"
#include "models/timeline.h"
#include "ui/look/look.h"

class QLabel;
class QPushButton;

namespace parlance::client {

class TimelineView;

/// Says what a place is where nothing is yet, and offers the next step. It floats over the view. Client, view and look
/// must outlive it; the widget that the view stands in owns what is shown.
class EmptyNotice final : public QObject {
    Q_OBJECT

  public:
    EmptyNotice(const Client& client, TimelineView& view, const Look& look);

    /// The name of a room that is being joined, empty if it is not known; nothing: none is.
    void setAwaited(const std::optional<QString>& name) { m_awaited = name; }

    /// Looks again whether there is something to show. A view without a timeline means that no room is open.
    void refresh();

    /// The view stands elsewhere in its widget, or has another size.
    void place();

  Q_SIGNALS:
    void directoryWanted();

  private:
    QString text(const RoomState* room) const;
    void dress();

    const Client& m_client;
    TimelineView& m_view;
    const Look& m_look;
    std::optional<QString> m_awaited;
    QLabel* m_text;
    QPushButton* m_browse;
};

} // namespace parlance::client
