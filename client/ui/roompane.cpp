#include "ui/roompane.h"

#include "text/mentions.h"
#include "ui/composer/completionpopup.h"
#include "ui/composer/composer.h"
#include "ui/connectionbar.h"
#include "ui/emptynotice.h"
#include "ui/findbar.h"
#include "ui/historyloader.h"
#include "ui/jumpbuttons.h"
#include "ui/messageactions.h"
#include "ui/reader.h"
#include "ui/roomheader.h"
#include "ui/timeline/timelineview.h"
#include "ui/typingline.h"
#include "ui/writer.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QPainter>
#include <QWindow>

#include <utility>

namespace parlance::client {

namespace {

/// Whom one could mention in a room.
std::vector<Mentionable> peopleIn(const ClientState& state, const RoomId& id)
{
    std::vector<Mentionable> all;
    const RoomState* room = state.room(id);
    if (!room)
        return all;
    std::map<UserId, QString> names;
    for (const MessageState& message : room->messages)
        names.insert_or_assign(message.userId, message.username);
    for (const auto& [user, name] : room->present)
        names.insert_or_assign(user, name);
    names.erase(state.identity.userId);
    for (auto& [user, name] : names)
        all.push_back({user, name});
    return all;
}

} // namespace

RoomPane::RoomPane(Account& account, MembersModel& members, Dialogs& dialogs, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_account(account)
    , m_members(members)
    , m_look(look)
    , m_header(new RoomHeader(look, this))
    , m_view(new TimelineView(look, this))
    , m_typists(new TypingLine(account.client(), look, this))
    , m_composer(new Composer(look, this))
    , m_proposals(new CompletionPopup(
          m_composer->field(), [this] { return peopleIn(m_account.client().state(), m_room); }, look, this))
    , m_find(new FindBar(account.client(), look, this))
    , m_reader(std::make_unique<Reader>(account.client(), *m_view, [this] { return isWatched(); }))
    , m_writer(std::make_unique<Writer>(account, *m_composer, dialogs))
    , m_history(std::make_unique<HistoryLoader>(account, *m_view, dialogs))
    , m_actions(std::make_unique<MessageActions>(account, *m_view, *m_composer, dialogs))
    , m_jumps(std::make_unique<JumpButtons>(account.client(), *m_view, *m_reader, look))
    , m_empty(std::make_unique<EmptyNotice>(account.client(), *m_view, look))
{
    m_composer->setObjectName(QStringLiteral("composer"));
    m_composer->setProposals(m_proposals);
    arrange();
    connectParts();
    m_account.client().add(*this);
    open({});
    watchDate();
}

RoomPane::~RoomPane()
{
    m_account.client().remove(*this);
    m_reader->leave();
    m_view->setTimeline(nullptr);
}

void RoomPane::arrange()
{
    auto* writing = new QVBoxLayout;
    writing->setContentsMargins(20, 0, 20, 14);
    writing->setSpacing(2);
    writing->addWidget(m_typists);
    writing->addWidget(m_composer);
    auto* bar = new ConnectionBar(m_account, m_look, this);
    connect(bar, &ConnectionBar::passwordWanted, this, &RoomPane::passwordWanted);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_header);
    all->addWidget(bar);
    all->addWidget(m_find);
    all->addWidget(m_view, 1);
    all->addLayout(writing);
}

void RoomPane::connectParts()
{
    const auto tagOf = [this](const UserId& user, const QString& name) { return m_members.tagFor(user, name); };
    m_view->rows().setTagOf(tagOf);
    m_proposals->setTagOf(tagOf);
    m_view->rows().setRemaining(
        [this](qint64 until) { return std::max<qint64>(0, until - m_account.clock().steady()); });
    connect(m_actions.get(), &MessageActions::linkFollowed, this, &RoomPane::linkFollowed);
    connect(m_view, &TimelineView::typed, m_composer, &Composer::insert);
    connect(m_writer.get(), &Writer::sent, &m_view->position(), &TimelinePosition::toEnd);
    connect(m_find, &FindBar::found, m_history.get(), &HistoryLoader::reveal);
    connect(m_find, &FindBar::marked, m_view, &TimelineView::setMarked);
    connect(m_find, &FindBar::closed, this, &RoomPane::focusComposer);
    connect(m_empty.get(), &EmptyNotice::directoryWanted, this, &RoomPane::directoryWanted);
    connect(&m_look, &Look::changed, this, [this] { update(); });
}

/// Notices that the date is another: at midnight, after sleep, or when the clock or the time zone was set. Steady time
/// stands still while the computer sleeps, so a deadline at midnight would come late.
void RoomPane::watchDate()
{
    constexpr qint64 minute = 60'000;
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_account.clock().wall()).date();
    if (std::exchange(m_today, today) != today)
        m_view->rows().refresh();
    m_tick = m_account.wheel().after(minute, [this] { watchDate(); });
}

// --- which room is open ---

void RoomPane::await(const QString& name)
{
    m_awaited = name; // first, because show() tells
    show({});
}

void RoomPane::open(const RoomId& room)
{
    m_awaited.reset();
    show(room);
}

void RoomPane::show(const RoomId& room)
{
    leave();
    m_room = room;
    m_members.setRoom(room);
    m_history->setRoom(room);
    m_account.client().prefer(room);
    if (!room.isEmpty()) {
        m_timeline = std::make_unique<Timeline>(m_account.client(), m_account.notices(), m_account.clock(), room);
        m_reader->open(*m_timeline);
    }
    m_writer->open(m_timeline.get());
    m_typists->setRoom(room);
    m_empty->setAwaited(m_awaited);
    refresh();
    Q_EMIT opened();
}

void RoomPane::leave()
{
    m_writer->leave();
    m_find->close();
    m_reader->leave();
    m_view->setTimeline(nullptr);
    m_timeline.reset();
}

/// Shows what is known of the room.
void RoomPane::refresh()
{
    const RoomState* state = m_account.client().state().room(m_room);
    m_header->setRoom(state ? state->name.text() : m_awaited.value_or(QString()), state ? state->topic : QString(),
                      !m_room.isEmpty());
    nameParts();
    m_empty->refresh();
    m_jumps->refresh();
}

/// What the parts are called for people who do not see them.
void RoomPane::nameParts()
{
    const QString name = m_account.client().state().nameOf(m_room);
    const QString messages = tr("Messages in %1").arg(name);
    if (messages == m_view->accessibleName())
        return; // each message would tell screen readers anew
    m_view->setAccessibleName(messages);
    m_composer->setRoomName(name);
}

void RoomPane::roomChanged(const RoomId& room)
{
    if (room == m_room)
        refresh();
}

void RoomPane::roomRemoved(const RoomId& room)
{
    if (room == m_room)
        QMetaObject::invokeMethod(
            this, [this] { open({}); }, Qt::QueuedConnection); // not from within the applier
}

void RoomPane::messagesChanged(const RoomId& room, const RowChange& /*change*/)
{
    if (room == m_room)
        m_empty->refresh();
}

// --- what people do ---

void RoomPane::focusComposer()
{
    m_composer->setFocus();
}

void RoomPane::catchUp()
{
    m_view->position().toEnd();
    if (const RoomState* state = m_account.client().state().room(m_room))
        m_account.client().markRead(m_room, state->n);
}

void RoomPane::openFind()
{
    if (m_room.isEmpty())
        return;
    const TimelineSelection& selection = m_view->selection();
    const QString selected = selection.hasText() ? selection.copied() : QString();
    m_find->open(m_room, selected.contains(u'\n') ? QString() : selected);
}

void RoomPane::escape()
{
    if (m_proposals->isVisible())
        return m_proposals->hide();
    if (m_find->isVisible())
        return m_find->close();
    if (m_composer->isEditing())
        return m_composer->endEdit();
    catchUp();
    focusComposer();
}

// --- the widget ---

/// Whether somebody can see what the view shows: this is the window that is used, and it is on the screen.
bool RoomPane::isWatched() const
{
    const QWindow* screenWindow = window()->windowHandle();
    return isVisible() && isActiveWindow() && !window()->isMinimized() && screenWindow && screenWindow->isExposed();
}

/// The window comes to the front, or another server's page gave way to this one. (A window's parts are not told of
/// ActivationChange.)
bool RoomPane::event(QEvent* event)
{
    const bool isDone = QWidget::event(event);
    if (event->type() == QEvent::WindowActivate || event->type() == QEvent::Show)
        m_reader->look();
    return isDone;
}

void RoomPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_jumps->place();
    m_empty->place();
}

void RoomPane::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), m_look.theme().surface);
}

} // namespace parlance::client
