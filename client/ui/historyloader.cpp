#include "ui/historyloader.h"

#include "ui/timeline/timelineview.h"

#include <QPointer>

namespace parlance::client {

HistoryLoader::HistoryLoader(Account& account, TimelineView& view, Dialogs& dialogs)
    : m_account(account)
    , m_view(view)
    , m_dialogs(dialogs)
{
    m_account.client().add(*this);
    connect(&m_view.prefetch(), &HistoryPrefetch::olderWanted, this, [this](qint64 seq) {
        FetchHistory request;
        request.before = seq;
        fetch(request);
    });
    connect(&m_view.prefetch(), &HistoryPrefetch::newerWanted, this, [this](qint64 seq) {
        FetchHistory request;
        request.after = seq;
        fetch(request);
    });
}

HistoryLoader::~HistoryLoader()
{
    m_account.client().remove(*this);
}

void HistoryLoader::setRoom(const RoomId& room)
{
    m_room = room;
    m_sought = 0;
}

/// Asks for a page that is missing in what is seen, and has the view ask again where it does not come.
void HistoryLoader::fetch(const FetchHistory& wanted)
{
    constexpr qint64 retryAfter = 3'000; // milliseconds
    // Queued, because a page that is at hand would come from inside the view's own doings.
    QMetaObject::invokeMethod(
        this,
        [this, wanted, room = m_room] {
            if (room != m_room)
                return;
            FetchHistory request = wanted;
            request.room = room;
            request.limit = limits::historyPage;
            m_account.client().history().fetch(request, [self = QPointer(this), room](Result<HistoryPage> page) {
                if (self && !page && room == self->m_room)
                    self->m_retry =
                        self->m_account.wheel().after(retryAfter, [self] { self->m_view.prefetch().retry(); });
            });
        },
        Qt::QueuedConnection);
}

// --- going to a message ---

void HistoryLoader::reveal(qint64 seq)
{
    const RoomState* state = m_account.client().state().room(m_room);
    if (!state)
        return;
    if (state->messages.has(seq)) {
        m_sought = 0;
        m_view.reveal(state->messages[state->messages.rowOf(seq)].id.text());
    } else if (m_sought != seq) { // otherwise it was asked for already
        seek(seq);
    }
}

void HistoryLoader::seek(qint64 seq)
{
    m_sought = seq;
    FetchHistory request;
    request.room = m_room;
    request.around = seq;
    m_account.client().history().fetch(request, [self = QPointer(this), seq](Result<HistoryPage> page) {
        if (!self || self->m_sought != seq)
            return;
        const RoomState* now = self->m_account.client().state().room(self->m_room);
        const bool found = page && now && now->messages.has(seq);
        if (found)
            return self->reveal(seq);
        self->m_sought = 0;
        self->m_dialogs.tell(tr("Message not found"),
                             page ? tr("There is no such message in this room.") : page.error().message);
    });
}

void HistoryLoader::messagesChanged(const RoomId& room, const RowChange& /*change*/)
{
    if (room != m_room || m_sought == 0)
        return;
    QMetaObject::invokeMethod( // later, because the view may not have been told yet
        this,
        [this] {
            if (m_sought > 0)
                reveal(m_sought);
        },
        Qt::QueuedConnection);
}

} // namespace parlance::client
