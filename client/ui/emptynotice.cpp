#include "ui/emptynotice.h"

#include "ui/timeline/timelineview.h"

#include <QLabel>
#include <QPushButton>

namespace parlance::client {

EmptyNotice::EmptyNotice(const Client& client, TimelineView& view, const Look& look)
    : m_client(client)
    , m_view(view)
    , m_look(look)
    , m_text(new QLabel(view.parentWidget()))
    , m_browse(new QPushButton(tr("Browse rooms"), view.parentWidget()))
{
    m_text->setObjectName(QStringLiteral("empty"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_browse->setObjectName(QStringLiteral("browse"));
    connect(m_browse, &QPushButton::clicked, this, &EmptyNotice::directoryWanted);
    connect(&m_look, &Look::changed, this, &EmptyNotice::dress);
    dress();
}

void EmptyNotice::refresh()
{
    const Timeline* timeline = m_view.timeline();
    const RoomState* room = timeline ? m_client.state().room(timeline->room()) : nullptr;
    const bool isEmpty = room && timeline->size() == 0 && room->n == 0;
    m_text->setVisible(!timeline || isEmpty);
    m_text->setText(text(room));
    m_browse->setVisible(!timeline && !m_awaited);
    place();
}

/// `room`: null if none is open.
QString EmptyNotice::text(const RoomState* room) const
{
    if (m_awaited)
        return m_awaited->isEmpty() ? tr("Joining the room…") : tr("Joining %1…").arg(*m_awaited);
    if (room)
        return tr("This is the start of %1.\nNobody has said anything here yet. Say hello, or invite somebody: a link "
                  "is in the room menu.")
            .arg(room->name.text());
    return m_client.state().rooms.empty() ? tr("You have not joined a room yet. Join one, or create your own.")
                                          : tr("Choose a room.");
}

void EmptyNotice::place()
{
    const QRect area = m_view.geometry();
    m_text->setGeometry(area.adjusted(40, 0, -40, -area.height() / 4));
    m_text->raise();
    m_browse->adjustSize();
    m_browse->move(area.center().x() - m_browse->width() / 2, area.center().y());
    m_browse->raise();
}

void EmptyNotice::dress()
{
    setLetters(*m_text, m_look.theme().muted, m_look.font());
    place();
}

} // namespace parlance::client
