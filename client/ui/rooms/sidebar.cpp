#include "ui/rooms/sidebar.h"

#include "models/people.h"
#include "ui/look/elidedlabel.h"
#include "ui/look/iconbutton.h"
#include "ui/look/tooltip.h"
#include "ui/rooms/facebutton.h"
#include "ui/rooms/roomdelegate.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLayout>
#include <QPaintEvent>
#include <QPainter>

namespace parlance::client {

Sidebar::Sidebar(Account& account, RoomListModel& rooms, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_account(account)
    , m_rooms(rooms)
    , m_look(look)
    , m_title(new ElidedLabel(this))
    , m_address(new ElidedLabel(this))
    , m_list(new QListView(this))
    , m_me(new FaceButton(look, this))
{
    buildList();
    auto* inset = new QHBoxLayout;
    inset->setContentsMargins(8, 0, 8, 0);
    inset->addWidget(m_list);
    m_me->setObjectName(QStringLiteral("me"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(buildTop());
    all->addLayout(inset, 1);
    all->addWidget(m_me);
    connect(m_me, &FaceButton::clicked, this, [this] { Q_EMIT meWanted(m_me->mapToGlobal(QPoint(8, 0))); });
    connect(&m_look, &Look::changed, this, &Sidebar::refresh);
    m_account.client().add(*this);
    refresh();
}

Sidebar::~Sidebar()
{
    m_account.client().remove(*this);
}

QLayout* Sidebar::buildTop()
{
    auto* search = new IconButton(Icon::Search, tr("Go to a room (Ctrl+K)"), m_look, this);
    search->setObjectName(QStringLiteral("openSwitcher"));
    auto* add = new IconButton(Icon::Plus, tr("Browse or create rooms"), m_look, this);
    add->setObjectName(QStringLiteral("openDirectory"));
    m_title->setObjectName(QStringLiteral("serverName"));
    m_address->setObjectName(QStringLiteral("serverAddress"));
    m_address->hide();
    auto* titles = new QVBoxLayout;
    titles->setSpacing(0);
    titles->addWidget(m_title);
    titles->addWidget(m_address);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(16, 10, 10, 6);
    top->addLayout(titles, 1);
    top->addWidget(search);
    top->addWidget(add);
    connect(search, &IconButton::clicked, this, &Sidebar::switcherWanted);
    connect(add, &IconButton::clicked, this, &Sidebar::directoryWanted);
    return top;
}

void Sidebar::buildList()
{
    m_list->setObjectName(QStringLiteral("rooms"));
    m_list->setAccessibleName(tr("Rooms"));
    m_list->setModel(&m_rooms);
    m_list->setItemDelegate(new RoomDelegate(m_look, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (current.isValid() && m_choosesByArrows)
            Q_EMIT roomChosen(m_rooms.room(current.row()));
    });
    for (const auto pressed : {&QListView::clicked, &QListView::activated}) {
        connect(m_list, pressed, this, [this](const QModelIndex& index) {
            Q_EMIT roomChosen(m_rooms.room(index.row())); // also the one that is open, which may not be shown
        });
    }
    connect(m_list, &QListView::customContextMenuRequested, this, [this](const QPoint& point) {
        const QModelIndex index = m_list->indexAt(point);
        if (index.isValid())
            Q_EMIT roomMenuWanted(m_rooms.room(index.row()), m_list->viewport()->mapToGlobal(point));
    });
}

void Sidebar::setCurrent(const RoomId& room)
{
    const int row = m_rooms.rowOf(room);
    const QSignalBlocker quiet(m_list->selectionModel());
    m_list->setCurrentIndex(row < 0 ? QModelIndex() : m_rooms.index(row));
    m_list->viewport()->update();
}

void Sidebar::focusRooms()
{
    m_list->setFocus();
}

void Sidebar::setAddressShown(bool shown)
{
    m_address->setVisible(shown);
}

void Sidebar::identityChanged()
{
    refresh();
}

void Sidebar::phaseChanged()
{
    refresh();
}

void Sidebar::refresh()
{
    const Identity& identity = m_account.client().state().identity;
    const bool online = m_account.client().connection().isGreeted();
    m_title->setFont(m_look.bold());
    m_title->setText(m_account.title());
    m_address->setText(m_account.address());
    m_address->setFont(m_look.tiny());
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, m_look.theme().muted);
    m_address->setPalette(palette);
    for (QLabel* each : {m_title, m_address})
        each->setToolTip(plainToolTip(m_account.info().url.toDisplayString()));
    const QString name =
        identity.username.isEmpty() && m_account.info().name ? m_account.info().name->text() : identity.username.text();
    m_me->setPerson(name, hueOf(identity.userId), online ? tr("online") : tr("not connected"), online);
    m_list->doItemsLayout();
}

void Sidebar::paintEvent(QPaintEvent* event)
{
    QPainter(this).fillRect(event->rect(), m_look.theme().ground);
}

} // namespace parlance::client
