#pragma once

#include "core/client.h"
#include "ui/look/look.h"

class QPushButton;

namespace parlance::client {

class Reader;
class TimelineView;

/// The buttons that float over the messages of a room: to the latest message, and to the first unread one. Each is
/// shown while it leads somewhere. Client, view, reader and look must outlive it; the widget that the view stands in
/// owns the buttons.
class JumpButtons final : public QObject {
    Q_OBJECT

  public:
    JumpButtons(const Client& client, TimelineView& view, Reader& reader, const Look& look);

    /// Looks again what is unread, and where the view stands.
    void refresh();

    /// The view stands elsewhere in its widget, or has another size.
    void place();

  private:
    void goToFirstUnread();
    void dress();

    const Client& m_client;
    TimelineView& m_view;
    Reader& m_reader;
    const Look& m_look;
    QPushButton* m_latest;
    QPushButton* m_firstUnread;
};

} // namespace parlance::client
