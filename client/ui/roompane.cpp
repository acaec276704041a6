#include "ui/roompane.h"

#include "ui/composer/completionpopup.h"
#include "ui/composer/composer.h"
#include "ui/connectionbar.h"
#include "ui/findbar.h"
#include "ui/look/elidedlabel.h"
#include "ui/look/iconbutton.h"
#include "ui/reader.h"
#include "ui/timeline/timelineview.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QDesktopServices>
#include <QFontMetrics>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <utility>

namespace parlance::client {

RoomPane::RoomPane(Account& account, MembersModel& members, Dialogs& dialogs, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_account(account)
    , m_members(members)
    , m_dialogs(dialogs)
    , m_look(look)
    , m_typing(account.client(), account.wheel())
{
    build();
    arrange();
    connectParts();
    m_account.client().add(*this);
    dress();
    open({});
    watchDate();
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

RoomPane::~RoomPane()
{
    m_account.client().remove(*this);
    m_reader->leave();
    m_view->setTimeline(nullptr);
}

void RoomPane::build()
{
    const auto line = [this](const char* name) {
        auto* made = new ElidedLabel(this);
        made->setObjectName(QLatin1String(name));
        return made;
    };
    m_name = line("roomName");
    m_topic = line("topic");
    m_typists = line("typing");
    m_empty = new QLabel(this);
    m_empty->setObjectName(QStringLiteral("empty"));
    m_empty->setTextFormat(Qt::PlainText);
    m_membersButton = new IconButton(Icon::People, tr("Members"), m_look, this);
    m_membersButton->setObjectName(QStringLiteral("toggleMembers"));
    m_membersButton->setCheckable(true);
    m_more = new IconButton(Icon::More, tr("Room menu"), m_look, this);
    m_more->setObjectName(QStringLiteral("roomMenu"));
    m_view = new TimelineView(m_look, this);
    m_reader = new Reader(m_account.client(), *m_view, [this] { return isWatched(); });
    m_reader->setParent(this);
    m_composer = new Composer(m_look, this);
    m_composer->setObjectName(QStringLiteral("composer"));
    m_proposals = new CompletionPopup(
        m_composer->field(), [this] { return people(); }, m_look, this);
    m_composer->setProposals(m_proposals);
    m_find = new FindBar(m_account.client(), m_look, this);
    m_jump = new QPushButton(this);
    m_jump->setObjectName(QStringLiteral("jump"));
    m_jump->setFocusPolicy(Qt::NoFocus);
    m_above = new QPushButton(this);
    m_above->setObjectName(QStringLiteral("unreadAbove"));
    m_above->setFocusPolicy(Qt::TabFocus); // no key does the same
    m_browse = new QPushButton(tr("Browse rooms"), this);
    m_browse->setObjectName(QStringLiteral("browse"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
}

void RoomPane::arrange()
{
    auto* titles = new QVBoxLayout;
    titles->setSpacing(0);
    titles->addWidget(m_name);
    titles->addWidget(m_topic);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(20, 8, 10, 8);
    top->addLayout(titles, 1);
    top->addWidget(m_membersButton);
    top->addWidget(m_more);
    m_top = top;
    auto* writing = new QVBoxLayout;
    writing->setContentsMargins(20, 0, 20, 14);
    writing->setSpacing(2);
    writing->addWidget(m_typists);
    writing->addWidget(m_composer);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(top);
    all->addSpacing(1); // the line below, see paintEvent()
    auto* bar = new ConnectionBar(m_account, m_look, this);
    connect(bar, &ConnectionBar::passwordWanted, this, &RoomPane::passwordWanted);
    all->addWidget(bar);
    all->addWidget(m_find);
    all->addWidget(m_view, 1);
    all->addLayout(writing);
}

void RoomPane::connectParts()
{
    connect(m_membersButton, &IconButton::clicked, this, &RoomPane::membersToggled);
    connect(m_more, &IconButton::clicked, this,
            [this] { Q_EMIT roomMenuWanted(m_more->mapToGlobal(QPoint(0, m_more->height()))); });
    connect(m_browse, &QPushButton::clicked, this, &RoomPane::directoryWanted);
    connect(m_jump, &QPushButton::clicked, &m_view->position(), &TimelinePosition::toEnd);
    connect(m_above, &QPushButton::clicked, this, [this] {
        if (m_above->hasFocus())
            m_view->setFocus(); // the button goes when nothing unread is above any more
        m_reader->goToFirstUnread();
    });
    connectView();
    connectComposer();
    connect(m_find, &FindBar::found, this, &RoomPane::reveal);
    connect(m_find, &FindBar::marked, m_view, &TimelineView::setMarked);
    connect(m_find, &FindBar::closed, this, &RoomPane::focusComposer);
    connect(&m_look, &Look::changed, this, &RoomPane::dress);
}

void RoomPane::connectView()
{
    connect(&m_view->rows(), &TimelineRows::placed, this, &RoomPane::refreshJump);
    connect(&m_view->prefetch(), &HistoryPrefetch::olderWanted, this, [this](qint64 seq) {
        FetchHistory request;
        request.before = seq;
        fetch(request);
    });
    connect(&m_view->prefetch(), &HistoryPrefetch::newerWanted, this, [this](qint64 seq) {
        FetchHistory request;
        request.after = seq;
        fetch(request);
    });
    // Only http, https and mailto are links at all; see findLinks().
    connect(m_view, &TimelineView::linkActivated, this,
            [](const QString& target) { QDesktopServices::openUrl(QUrl(target, QUrl::StrictMode)); });
    connect(m_view, &TimelineView::menuWanted, this, &RoomPane::openMenu);
    connect(m_view, &TimelineView::againWanted, this,
            [this](const QByteArray& nonce) { m_account.client().retry(Nonce(nonce)); });
    connect(m_view, &TimelineView::discardWanted, this,
            [this](const QByteArray& nonce) { m_account.client().discard(Nonce(nonce)); });
    connect(m_view, &TimelineView::typed, m_composer, &Composer::insert);
    m_view->rows().setTagOf([this](const UserId& user, const QString& name) { return m_members.tagFor(user, name); });
    m_view->rows().setRemaining(
        [this](qint64 until) { return std::max<qint64>(0, until - m_account.clock().steady()); });
}

void RoomPane::connectComposer()
{
    connect(m_composer, &Composer::draftChanged, this, [this](const QString& text) {
        if (m_room.isEmpty())
            return;
        m_account.client().setDraft(m_room, text);
        Q_EMIT draftChanged(m_room);
    });
    connect(m_composer, &Composer::editChanged, this, [this] {
        if (m_account.client().state().room(m_room))
            m_account.client().setEditDraft(m_room, m_composer->editUnderWay());
    });
    connect(m_composer, &Composer::typed, this, [this](bool isEmpty) {
        if (isEmpty || m_room.isEmpty())
            m_typing.stop();
        else
            m_typing.typed(m_room);
    });
    connect(m_composer, &Composer::submitted, this, &RoomPane::send);
    connect(m_composer, &Composer::edited, this, [this](const MessageId& message, const QString& text) {
        if (const auto queued = m_account.client().edit(m_room, message, text); !queued)
            m_dialogs.tell(tr("Not saved"), queued.error().message);
    });
    connect(m_composer, &Composer::editLastWanted, this, &RoomPane::editLast);
    connect(m_composer, &Composer::partsSubmitted, this, &RoomPane::sayParts);
}

void RoomPane::dress()
{
    const auto color = [](QLabel* label, const QColor& ink, const QFont& font) {
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, ink);
        label->setPalette(palette);
        label->setFont(font);
    };
    color(m_name, m_look.theme().text, m_look.bold());
    color(m_topic, m_look.theme().muted, m_look.small());
    color(m_typists, m_look.theme().muted, m_look.tiny());
    color(m_empty, m_look.theme().muted, m_look.font());
    m_typists->setFixedHeight(QFontMetrics(m_look.tiny()).height() + 2);
    m_jump->setFont(m_look.small());
    m_jump->setIcon(makeIcon(Icon::Down, m_look.theme().text));
    m_above->setFont(m_look.small());
    placeFloating();
    update();
}

void RoomPane::await(const QString& name)
{
    m_awaited = name; // first, because open() tells
    show({});
}

void RoomPane::open(const RoomId& room)
{
    m_awaited.reset();
    show(room);
}

void RoomPane::show(const RoomId& room)
{
    const QString name = m_account.client().state().nameOf(room);
    m_composer->finishComposing(); // into the draft of the room where it was begun
    m_typing.stop();
    m_find->close();
    m_reader->leave();
    m_view->setTimeline(nullptr);
    m_room = room;
    m_seek = 0;
    m_timeline.reset();
    m_members.setRoom(room);
    m_account.client().prefer(room);
    if (!room.isEmpty()) {
        m_timeline = std::make_unique<Timeline>(m_account.client(), m_account.notices(), m_account.clock(), room);
        m_reader->open(*m_timeline);
    }
    nameParts();
    m_composer->setVisible(!room.isEmpty());
    m_composer->open(name, room.isEmpty() ? QString() : m_account.client().draft(room));
    if (const auto edit = m_account.client().editDraft(room))
        m_composer->resume(*edit);
    identityChanged();
    refreshHeader();
    typingChanged(m_room);
    refreshEmpty();
    refreshJump();
    Q_EMIT opened();
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

/// Whom one could mention here.
std::vector<Mentionable> RoomPane::people() const
{
    std::vector<Mentionable> all;
    const RoomState* state = m_account.client().state().room(m_room);
    if (!state)
        return all;
    std::map<UserId, QString> names;
    for (const MessageState& message : state->messages)
        names.insert_or_assign(message.userId, message.username);
    for (const auto& [id, name] : state->present)
        names.insert_or_assign(id, name);
    names.erase(m_account.client().state().identity.userId);
    for (auto& [id, name] : names)
        all.push_back({id, name});
    return all;
}

void RoomPane::focusComposer()
{
    m_composer->setFocus();
}

void RoomPane::setLeading(QWidget* button)
{
    m_top->insertWidget(0, button);
}

void RoomPane::setMembersShown(bool shown)
{
    m_membersButton->setChecked(shown);
}

void RoomPane::refreshHeader()
{
    const RoomState* state = m_account.client().state().room(m_room);
    const bool open = !m_room.isEmpty();
    const QString name = state ? state->name.text() : m_awaited.value_or(QString());
    m_name->setText(name.isEmpty() ? QString() : QStringLiteral("# ") + name);
    const QString topic = state ? state->topic : QString();
    m_topic->setText(QString(topic).replace(u'\n', u' '));
    m_topic->setToolTip(topic.isEmpty() ? QString() : QStringLiteral("<p>%1</p>").arg(topic.toHtmlEscaped()));
    m_topic->setVisible(!topic.isEmpty());
    m_membersButton->setVisible(open);
    m_more->setVisible(open);
}

/// Where there is nothing yet: what this place is, and the next step.
void RoomPane::refreshEmpty()
{
    const RoomState* state = m_account.client().state().room(m_room);
    const bool noRoom = m_room.isEmpty();
    const bool isEmpty = noRoom || (state && m_timeline->size() == 0 && state->n == 0);
    const bool hasRooms = !m_account.client().state().rooms.empty();
    m_empty->setVisible(isEmpty);
    m_browse->setVisible(noRoom && !m_awaited);
    if (m_awaited)
        m_empty->setText(m_awaited->isEmpty() ? tr("Joining the room…") : tr("Joining %1…").arg(*m_awaited));
    else if (noRoom)
        m_empty->setText(hasRooms ? tr("Choose a room.")
                                  : tr("You have not joined a room yet. Join one, or create your own."));
    else
        m_empty->setText(
            tr("This is the start of %1.\nNobody has said anything here yet. Say hello.").arg(state->name.text()));
    placeFloating();
}

void RoomPane::refreshJump()
{
    const RoomState* state = m_account.client().state().room(m_room);
    const bool away = m_timeline && m_timeline->size() > 0 && !m_view->position().isAtEnd();
    const bool hasUnreadAbove = m_timeline && m_reader->hasUnreadAbove();
    const int unread = state ? int(state->unread()) : 0;
    m_jump->setText(unread > 0 ? tr("Jump to latest (%1)").arg(unread) : tr("Jump to latest"));
    m_above->setText(tr("Go to the first of %n unread messages", nullptr, unread));
    m_jump->setVisible(away);
    m_above->setVisible(hasUnreadAbove);
    if (away || hasUnreadAbove)
        placeFloating();
}

void RoomPane::placeFloating()
{
    const QRect area = m_view->geometry();
    m_jump->adjustSize();
    m_jump->move(area.center().x() - m_jump->width() / 2, area.bottom() - m_jump->height() - 10);
    m_jump->raise();
    m_above->adjustSize();
    m_above->move(area.center().x() - m_above->width() / 2, area.top() + m_look.scaled(40));
    m_above->raise();
    m_empty->setGeometry(area.adjusted(40, 0, -40, -area.height() / 4));
    m_empty->raise();
    m_browse->adjustSize();
    m_browse->move(area.center().x() - m_browse->width() / 2, area.center().y());
    m_browse->raise();
}

void RoomPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeFloating();
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

void RoomPane::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_look.theme().surface);
    const int y = std::max(m_more->geometry().bottom(), m_topic->geometry().bottom()) + 9;
    painter.setPen(m_look.theme().line);
    painter.drawLine(0, y, width(), y);
}

} // namespace parlance::client
