#include "ui/rooms/directorydialog.h"

#include "protocol/limits.h"
#include "ui/look/fitting.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QStyledItemDelegate>

#include <algorithm>
#include <utility>

namespace parlance::client {

namespace {

class DirectoryDelegate final : public QStyledItemDelegate {
  public:
    DirectoryDelegate(const Look& look, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const override
    {
        const int lines = QFontMetrics(m_look.bold()).height() + QFontMetrics(m_look.small()).height();
        return {option.rect.width(), lines + m_look.scaled(12)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = m_look.theme();
        const bool chosen = option.state & QStyle::State_Selected;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        if (chosen || option.state & QStyle::State_MouseOver) {
            painter->setBrush(chosen ? theme.accentSoft : theme.hover);
            painter->drawRoundedRect(option.rect, 8, 8);
        }
        const int pad = m_look.scaled(10);
        const QRect inner = option.rect.adjusted(pad, m_look.scaled(6), -pad, -m_look.scaled(6));
        const int start = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::TextSingleLine;
        const int end = int(QStyle::visualAlignment(option.direction, Qt::AlignRight)) | Qt::TextSingleLine;
        const auto people = int(index.data(DirectoryModel::PeopleRole).toLongLong());
        const QString note = index.data(DirectoryModel::MemberRole).toBool() ? DirectoryDialog::tr("joined")
                             : people > 0 ? DirectoryDialog::tr("%n here", nullptr, people)
                                          : QString();
        painter->setFont(m_look.small());
        painter->setPen(theme.muted);
        painter->drawText(inner, end, note);
        const QFontMetrics small(m_look.small());
        const QString topic = index.data(DirectoryModel::TopicRole).toString();
        painter->drawText(
            inner, start | int(Qt::AlignBottom),
            small.elidedText(topic.isEmpty() ? DirectoryDialog::tr("No topic") : topic, Qt::ElideRight, inner.width()));
        const QFontMetrics bold(m_look.bold());
        painter->setFont(m_look.bold());
        painter->setPen(chosen ? theme.accentText : theme.text);
        painter->drawText(inner, start,
                          bold.elidedText(QStringLiteral("# ") + index.data(DirectoryModel::NameRole).toString(),
                                          Qt::ElideRight, inner.width() - small.horizontalAdvance(note) - pad));
        painter->restore();
    }

  private:
    const Look& m_look;
};

constexpr int searchPause = 200; // milliseconds

} // namespace

DirectoryDialog::DirectoryDialog(Client& client, const Look& look, QWidget* parent)
    : QDialog(parent)
    , m_model(client)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_state(new QLabel(this))
    , m_go(new QPushButton(tr("Join"), this))
{
    setObjectName(QStringLiteral("directory"));
    m_list->setItemDelegate(new DirectoryDelegate(look, m_list));
    build();
    connectParts();
    const int wide = parent ? std::min(look.scaled(460), parent->width()) : look.scaled(460);
    resizeWithinScreen(*this, {wide, look.scaled(480)});
    search();
}

void DirectoryDialog::build()
{
    setWindowTitle(tr("Browse rooms"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_search->setObjectName(QStringLiteral("directorySearch"));
    m_search->setPlaceholderText(tr("Search rooms"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(2 * maxRoomName);
    m_list->setObjectName(QStringLiteral("directoryRooms"));
    m_list->setAccessibleName(tr("Rooms"));
    m_list->setModel(&m_model);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_state->setObjectName(QStringLiteral("directoryState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_go->setObjectName(QStringLiteral("directoryGo"));
    m_go->setDefault(true);
    auto* create = new QPushButton(tr("Create a room…"), this);
    create->setObjectName(QStringLiteral("directoryCreate"));
    create->setAutoDefault(false);
    auto* answers = new QDialogButtonBox(QDialogButtonBox::Cancel, this); // in the desktop's order, as in all dialogs
    answers->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    answers->addButton(m_go, QDialogButtonBox::AcceptRole);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(create);
    buttons->addWidget(answers, 1);
    auto* all = new QVBoxLayout(this);
    all->addWidget(m_search);
    all->addWidget(m_list, 1);
    all->addWidget(m_state);
    all->addLayout(buttons);
    connect(answers, &QDialogButtonBox::rejected, this, &DirectoryDialog::reject);
    connect(create, &QPushButton::clicked, this, [this] {
        const QString name = m_search->text().trimmed();
        accept();
        Q_EMIT creationWanted(name);
    });
}

void DirectoryDialog::connectParts()
{
    m_search->installEventFilter(this);
    m_pause.setSingleShot(true);
    m_pause.setInterval(searchPause);
    connect(&m_pause, &QTimer::timeout, this, &DirectoryDialog::search);
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_isCurrent = m_choosesWhenLoaded = false;
        m_pause.start();
        refresh();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &DirectoryDialog::refresh);
    connect(m_list, &QListView::doubleClicked, this, &DirectoryDialog::take);
    connect(&m_model, &DirectoryModel::loaded, this, &DirectoryDialog::loaded);
    connect(&m_model, &DirectoryModel::failed, this, [this](const QString& why) {
        m_choosesWhenLoaded = m_isSearching = false;
        m_state->setText(tr("The rooms cannot be listed: %1").arg(why));
        m_state->show();
    });
    connect(m_go, &QPushButton::clicked, this, &DirectoryDialog::choose);
}

void DirectoryDialog::search()
{
    m_pause.stop();
    m_isSearching = true;
    m_model.search(m_search->text());
}

/// Something is selected as soon as something was typed, so that Enter does what can be seen.
void DirectoryDialog::loaded()
{
    m_isSearching = false;
    m_isCurrent = !m_pause.isActive(); // else somebody has typed on meanwhile
    const int best = m_search->text().trimmed().isEmpty() ? -1 : m_model.bestRow();
    if (!m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_model.index(best));
    refresh();
    if (std::exchange(m_choosesWhenLoaded, false))
        choose();
}

void DirectoryDialog::refresh()
{
    const QModelIndex current = m_list->currentIndex();
    m_go->setText(current.data(DirectoryModel::MemberRole).toBool() ? tr("Open") : tr("Join"));
    m_go->setEnabled(current.isValid());
    if (m_model.rowCount() > 0 || !m_isCurrent)
        m_state->clear();
    else if (m_model.text().isEmpty())
        m_state->setText(tr("There are no rooms yet."));
    else
        m_state->setText(tr("No room matches “%1”.").arg(m_model.text()));
    m_state->setVisible(!m_state->text().isEmpty());
}

void DirectoryDialog::choose()
{
    if (m_isCurrent)
        return take(m_list->currentIndex());
    m_choosesWhenLoaded = true; // the list is still of an earlier text
    if (m_pause.isActive() || !m_isSearching)
        search();
}

void DirectoryDialog::take(const QModelIndex& row)
{
    if (!row.isValid())
        return;
    const RoomId room = m_model.room(row.row());
    accept();
    Q_EMIT chosen(room);
}

/// The list is moved in from the field above it.
bool DirectoryDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_list, event);
        return true;
    default:
        return QDialog::eventFilter(watched, event);
    }
}

} // namespace parlance::client
