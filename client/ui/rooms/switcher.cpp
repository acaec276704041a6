#include "ui/rooms/switcher.h"

#include "models/completion.h"
#include "text/folding.h"
#include "ui/look/fitting.h"
#include "ui/rooms/roomdelegate.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>

#include <algorithm>

namespace parlance::client {

Switcher::Switcher(const RoomListModel& rooms, const Look& look, QWidget* parent)
    : QDialog(parent)
    , m_rooms(rooms)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
{
    setObjectName(QStringLiteral("switcher"));
    setWindowTitle(tr("Go to a room"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_search->setObjectName(QStringLiteral("switcherSearch"));
    m_search->setPlaceholderText(tr("Go to a room"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("switcherRooms"));
    m_list->setModel(&m_shown);
    m_list->setItemDelegate(new RoomDelegate(look, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    auto* all = new QVBoxLayout(this);
    all->addWidget(m_search);
    all->addWidget(m_list);
    resizeWithinScreen(*this, {look.scaled(380), look.scaled(360)});
    connect(m_search, &QLineEdit::textChanged, this, &Switcher::filter);
    connect(m_search, &QLineEdit::returnPressed, this, &Switcher::choose);
    connect(m_list, &QListView::clicked, this, &Switcher::choose);
    filter();
}

void Switcher::filter()
{
    struct Candidate {
        int row;
        double points;
        bool called;
        bool unread;
    };
    std::vector<Candidate> all;
    for (int row = 0; row < m_rooms.rowCount(); ++row) {
        const QModelIndex index = m_rooms.index(row);
        const double points = score(index.data().toString(), m_search->text());
        if (points > 0)
            all.push_back({row, points, index.data(RoomListModel::CalledRole).toBool(),
                           index.data(RoomListModel::UnreadRole).toLongLong() > 0});
    }
    const bool byName = !m_search->text().trimmed().isEmpty();
    std::ranges::stable_sort(all, [byName](const Candidate& a, const Candidate& b) {
        if (byName && a.points != b.points)
            return a.points > b.points;
        return std::tie(a.called, a.unread) > std::tie(b.called, b.unread);
    });
    m_shown.clear();
    for (const Candidate& candidate : all) {
        auto* item = new QStandardItem;
        for (const int role :
             {int(RoomListModel::NameRole), int(RoomListModel::UnreadRole), int(RoomListModel::CalledRole),
              int(RoomListModel::DraftRole), int(RoomListModel::FailedRole), int(RoomListModel::RuleRole),
              int(RoomListModel::RoomRole)})
            item->setData(m_rooms.index(candidate.row).data(role), role);
        m_shown.appendRow(item);
    }
    offerNew();
    m_list->setCurrentIndex(m_shown.index(0, 0));
}

void Switcher::offerNew()
{
    const auto name = RoomName::parse(m_search->text());
    if (!name)
        return;
    const QString wanted = folded(name->text());
    for (int row = 0; row < m_rooms.rowCount(); ++row) {
        if (folded(m_rooms.index(row).data().toString()) == wanted)
            return;
    }
    m_shown.appendRow(new QStandardItem(tr("Join or create %1").arg(name->text())));
}

bool Switcher::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int rows = m_shown.rowCount();
        if ((key == Qt::Key_Up || key == Qt::Key_Down) && rows > 0) {
            const int row = m_list->currentIndex().row() + (key == Qt::Key_Up ? -1 : 1);
            m_list->setCurrentIndex(m_shown.index((row + rows) % rows, 0));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void Switcher::choose()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const RoomId room(index.data(RoomListModel::RoomRole).toByteArray());
    const auto name = RoomName::parse(m_search->text());
    accept();
    if (!room.isEmpty())
        Q_EMIT chosen(room);
    else if (name)
        Q_EMIT chosen(*name);
}

} // namespace parlance::client
