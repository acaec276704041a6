#include "ui/rooms/memberspanel.h"

#include "models/people.h"
#include "ui/look/face.h"
#include "ui/look/iconbutton.h"
#include "ui/rooms/lastseen.h"

#include <QBoxLayout>
#include <QCursor>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPaintEvent>
#include <QPainter>
#include <QStyle>
#include <QStyledItemDelegate>

namespace parlance::client {

namespace {

constexpr int personHeight = 40; // pixels at the usual size, as are the others
constexpr int headingHeight = 30;
constexpr int memberFace = 28;
constexpr int memberPadding = 16;

class MemberDelegate final : public QStyledItemDelegate {
  public:
    MemberDelegate(const Clock& clock, const Look& look, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_clock(clock)
        , m_look(look)
    {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool isHeading = index.data(MembersModel::IdRole).toByteArray().isEmpty();
        return {option.rect.width(), m_look.scaled(isHeading ? headingHeight : personHeight)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const Theme& theme = m_look.theme();
        const int pad = m_look.scaled(memberPadding);
        const QByteArray id = index.data(MembersModel::IdRole).toByteArray();
        const QString name = index.data(MembersModel::NameRole).toString();
        if (id.isEmpty()) {
            QFont font = m_look.small();
            font.setWeight(QFont::DemiBold);
            painter->setFont(font);
            painter->setPen(theme.muted);
            painter->drawText(option.rect.adjusted(pad, 0, -pad, 0),
                              int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter, name);
        } else {
            if (option.state & (QStyle::State_MouseOver | QStyle::State_Selected))
                painter->fillRect(option.rect, theme.hover);
            paintPerson(*painter, option, index, UserId(id), name);
        }
        painter->restore();
    }

  private:
    void paintPerson(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, const UserId& id,
                     const QString& name) const
    {
        const Theme& theme = m_look.theme();
        const auto visual = [&option](const QRect& r) { return QStyle::visualRect(option.direction, option.rect, r); };
        const bool present = index.data(MembersModel::PresentRole).toBool();
        const int side = m_look.scaled(memberFace);
        const QRect circle(option.rect.left() + m_look.scaled(memberPadding),
                           option.rect.top() + (option.rect.height() - side) / 2, side, side);
        painter.setOpacity(present ? 1 : 0.6);
        paintFace(painter, visual(circle), initials(name), hueOf(id), m_look);
        painter.setOpacity(1);
        if (present)
            paintPresence(painter, visual(circle), true, option.direction, m_look);
        const int x = circle.right() + m_look.scaled(10);
        QRect line(x, option.rect.top(), option.rect.right() - x - m_look.scaled(6), option.rect.height());
        const qint64 seen = index.data(MembersModel::LastSeenRole).toLongLong();
        const QString below = !present && seen > 0 ? lastSeen(seen, m_clock.wall(), QLocale()) : QString();
        QString note = index.data(MembersModel::SelfRole).toBool() ? MembersPanel::tr("you") : QString();
        if (const QString tag = index.data(MembersModel::TagRole).toString(); !tag.isEmpty())
            note = note.isEmpty() ? tag : tag + u' ' + note;
        const int align = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::TextSingleLine;
        painter.setFont(m_look.font());
        painter.setPen(present ? theme.text : theme.muted);
        const QFontMetrics metrics(painter.font());
        const QFontMetrics tiny(m_look.tiny());
        const int noteWidth = note.isEmpty() ? 0 : tiny.horizontalAdvance(note) + m_look.scaled(6);
        const QString shown = metrics.elidedText(name, Qt::ElideRight, line.width() - noteWidth);
        QRect first = line;
        if (!below.isEmpty())
            first.setBottom(line.center().y());
        const int vertical = below.isEmpty() ? int(Qt::AlignVCenter) : int(Qt::AlignBottom);
        painter.drawText(visual(first), align | vertical, shown);
        painter.setFont(m_look.tiny());
        painter.setPen(theme.muted);
        if (noteWidth > 0) {
            QRect end = first;
            end.setLeft(x + metrics.horizontalAdvance(shown) + m_look.scaled(6));
            painter.drawText(visual(end), align | vertical, note);
        }
        if (!below.isEmpty()) {
            line.setTop(first.bottom());
            painter.drawText(visual(line), align | int(Qt::AlignTop),
                             tiny.elidedText(below, Qt::ElideRight, line.width()));
        }
    }

    const Clock& m_clock;
    const Look& m_look;
};

} // namespace

MembersPanel::MembersPanel(MembersModel& members, const Clock& clock, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_members(members)
    , m_look(look)
    , m_title(new QLabel(tr("Members"), this))
    , m_search(new QLineEdit(this))
    , m_nobody(new QLabel(this))
    , m_list(new QListView(this))
{
    build(clock);
    connectParts();
    dress();
    sayWhomItFits();
}

void MembersPanel::build(const Clock& clock)
{
    m_title->setTextFormat(Qt::PlainText);
    auto* close = new IconButton(Icon::Close, tr("Hide members"), m_look, this);
    close->setObjectName(QStringLiteral("closeMembers"));
    connect(close, &IconButton::clicked, this, &MembersPanel::closeWanted);
    m_search->setObjectName(QStringLiteral("memberSearch"));
    m_search->setPlaceholderText(tr("Search members"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(2 * maxUserName);
    m_nobody->setObjectName(QStringLiteral("nobodyFound"));
    m_nobody->setTextFormat(Qt::PlainText);
    m_nobody->setWordWrap(true);
    m_nobody->setContentsMargins(memberPadding, 12, memberPadding, 0);
    m_list->setObjectName(QStringLiteral("members"));
    m_list->setAccessibleName(tr("Members"));
    m_list->setModel(&m_members);
    m_list->setItemDelegate(new MemberDelegate(clock, m_look, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->viewport()->setAutoFillBackground(false);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(16, 10, 10, 6);
    top->addWidget(m_title, 1);
    top->addWidget(close);
    auto* searching = new QHBoxLayout;
    searching->setContentsMargins(12, 0, 12, 4);
    searching->addWidget(m_search);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(top);
    all->addLayout(searching);
    all->addWidget(m_nobody);
    all->addWidget(m_list, 1);
}

void MembersPanel::connectParts()
{
    m_minute.setInterval(60'000);
    connect(&m_minute, &QTimer::timeout, this, [this] { m_list->viewport()->update(); });
    connect(&m_look, &Look::changed, this, &MembersPanel::dress);
    connect(m_search, &QLineEdit::textChanged, &m_members, &MembersModel::search);
    connect(&m_members, &MembersModel::searched, this, &MembersPanel::sayWhomItFits);
    connect(m_list, &QListView::customContextMenuRequested, this,
            [this](const QPoint& point) { openMenu(m_list->indexAt(point), point); });
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex& index) { openMenu(index, m_list->viewport()->mapFromGlobal(QCursor::pos())); });
    m_search->installEventFilter(this);
    m_list->installEventFilter(this);
}

void MembersPanel::dress()
{
    m_title->setFont(m_look.bold());
    m_search->setFont(m_look.font());
    m_nobody->setFont(m_look.small());
    QPalette palette = m_nobody->palette();
    palette.setColor(QPalette::WindowText, m_look.theme().muted);
    m_nobody->setPalette(palette);
    m_list->doItemsLayout();
}

void MembersPanel::endSearch()
{
    m_search->clear();
}

void MembersPanel::sayWhomItFits()
{
    const QString text = m_search->text().trimmed();
    QString said;
    if (m_members.searchState() == MembersModel::Search::Failed)
        said = tr("The server cannot be asked at the moment. Only members who are known here are shown.");
    else if (!text.isEmpty() && m_members.rowCount() == 0)
        said = m_members.searchState() == MembersModel::Search::Asking
                   ? tr("Searching…")
                   : tr("No member has a name that begins with “%1”.").arg(text);
    m_nobody->setText(said);
    m_nobody->setVisible(!said.isEmpty());
}

int MembersPanel::firstRow() const
{
    for (int row = 0; row < m_members.rowCount(); ++row) {
        if (!m_members.index(row).data(MembersModel::IdRole).toByteArray().isEmpty())
            return row;
    }
    return -1;
}

bool MembersPanel::eventFilter(QObject* watched, QEvent* event)
{
    const bool isOverride = event->type() == QEvent::ShortcutOverride;
    if (!isOverride && event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (isOverride) {
        // Escape ends the search first, and only then does what it does in the window.
        if (watched == m_search && key == Qt::Key_Escape && !m_search->text().isEmpty())
            event->accept();
        return false;
    }
    return watched == m_search ? onSearchKey(key) : onListKey(key);
}

bool MembersPanel::onSearchKey(int key)
{
    const QModelIndex first = m_members.index(firstRow());
    switch (key) {
    case Qt::Key_Escape:
        endSearch();
        return true;
    case Qt::Key_Down:
        if (first.isValid()) {
            m_list->setFocus();
            m_list->setCurrentIndex(first);
        }
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_search->text().trimmed().isEmpty())
            openMenu(first, m_list->visualRect(first).center());
        return true;
    default:
        return false;
    }
}

/// A click opens the menu already; where the desktop activates by clicks, that would come as well.
bool MembersPanel::onListKey(int key)
{
    const QModelIndex current = m_list->currentIndex();
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        openMenu(current, m_list->visualRect(current).center());
        return true;
    case Qt::Key_Up:
        if (current.row() > firstRow())
            return false;
        m_search->setFocus();
        return true;
    default:
        return false;
    }
}

void MembersPanel::openMenu(const QModelIndex& index, const QPoint& point)
{
    if (!index.data(MembersModel::IdRole).toByteArray().isEmpty())
        Q_EMIT menuWanted(index, m_list->viewport()->mapToGlobal(point));
}

void MembersPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_minute.start();
}

void MembersPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_minute.stop();
}

void MembersPanel::paintEvent(QPaintEvent* event)
{
    QPainter(this).fillRect(event->rect(), m_look.theme().ground);
}

} // namespace parlance::client
