#include "ui/jumpbuttons.h"

#include "ui/look/icons.h"
#include "ui/reader.h"
#include "ui/timeline/timelineview.h"

#include <QPushButton>

namespace parlance::client {

JumpButtons::JumpButtons(const Client& client, TimelineView& view, Reader& reader, const Look& look)
    : m_client(client)
    , m_view(view)
    , m_reader(reader)
    , m_look(look)
    , m_latest(new QPushButton(view.parentWidget()))
    , m_firstUnread(new QPushButton(view.parentWidget()))
{
    m_latest->setObjectName(QStringLiteral("jump"));
    m_latest->setFocusPolicy(Qt::NoFocus);
    m_firstUnread->setObjectName(QStringLiteral("unreadAbove"));
    m_firstUnread->setFocusPolicy(Qt::TabFocus); // no key does the same
    connect(m_latest, &QPushButton::clicked, &m_view.position(), &TimelinePosition::toEnd);
    connect(m_firstUnread, &QPushButton::clicked, this, &JumpButtons::goToFirstUnread);
    connect(&m_view.rows(), &TimelineRows::placed, this, &JumpButtons::refresh);
    connect(&m_look, &Look::changed, this, &JumpButtons::dress);
    dress();
}

void JumpButtons::goToFirstUnread()
{
    if (m_firstUnread->hasFocus())
        m_view.setFocus(); // the button goes when nothing unread is above any more
    m_reader.goToFirstUnread();
}

void JumpButtons::refresh()
{
    const Timeline* timeline = m_view.timeline();
    const RoomState* state = timeline ? m_client.state().room(timeline->room()) : nullptr;
    const bool isAway = timeline && timeline->size() > 0 && !m_view.position().isAtEnd();
    const bool hasUnreadAbove = timeline && m_reader.hasUnreadAbove();
    const int unread = state ? int(state->unread()) : 0;
    m_latest->setText(unread > 0 ? tr("Jump to latest (%1)").arg(unread) : tr("Jump to latest"));
    m_firstUnread->setText(unread == 1 ? tr("Show 1 new message") : tr("Show %n new messages", nullptr, unread));
    m_latest->setVisible(isAway);
    m_firstUnread->setVisible(hasUnreadAbove);
    if (isAway || hasUnreadAbove)
        place();
}

void JumpButtons::place()
{
    const QRect area = m_view.geometry();
    m_latest->adjustSize();
    m_latest->move(area.center().x() - m_latest->width() / 2, area.bottom() - m_latest->height() - 10);
    m_latest->raise();
    m_firstUnread->adjustSize();
    m_firstUnread->move(area.center().x() - m_firstUnread->width() / 2, area.top() + m_look.scaled(40));
    m_firstUnread->raise();
}

void JumpButtons::dress()
{
    m_latest->setFont(m_look.small());
    m_latest->setIcon(makeIcon(Icon::Down, m_look.theme().text));
    m_firstUnread->setFont(m_look.small());
    place();
}

} // namespace parlance::client
