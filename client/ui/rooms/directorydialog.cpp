#include "ui/rooms/directorydialog.h"

#include <QBoxLayout>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QStyledItemDelegate>

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
        const QString note = index.data(DirectoryModel::MemberRole).toBool() ? DirectoryDialog::tr("you are in it")
                             : people > 0 ? DirectoryDialog::tr("%n here", nullptr, people)
                                          : QString();
        painter->setFont(m_look.small());
        painter->setPen(theme.muted);
        painter->drawText(inner, end, note);
        const QFontMetrics small(m_look.small());
        const QString topic = index.data(DirectoryModel::TopicRole).toString();
        painter->drawText(
            inner, start | int(Qt::AlignBottom),
            small.elidedText(topic.isEmpty() ? DirectoryDialog::tr("no topic") : topic, Qt::ElideRight, inner.width()));
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
    , m_client(client)
    , m_model(client)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_state(new QLabel(this))
    , m_topic(new QLineEdit(this))
    , m_go(new QPushButton(tr("Join"), this))
{
    setObjectName(QStringLiteral("directory"));
    resize(look.scaled(460), look.scaled(480));
    m_list->setItemDelegate(new DirectoryDelegate(look, m_list));
    build();
    connectParts();
    searched();
}

void DirectoryDialog::build()
{
    setWindowTitle(tr("Rooms"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_search->setObjectName(QStringLiteral("directorySearch"));
    m_search->setPlaceholderText(tr("Name of a room"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_list->setObjectName(QStringLiteral("directoryRooms"));
    m_list->setAccessibleName(tr("Rooms"));
    m_list->setModel(&m_model);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_state->setObjectName(QStringLiteral("directoryState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_topic->setObjectName(QStringLiteral("directoryTopic"));
    m_topic->setPlaceholderText(tr("What it is about (may be left empty)"));
    m_topic->setAccessibleName(tr("Topic of the new room"));
    m_topic->setMaxLength(limits::topic);
    m_go->setObjectName(QStringLiteral("directoryGo"));
    m_go->setDefault(true);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_go);
    auto* all = new QVBoxLayout(this);
    all->addWidget(m_search);
    all->addWidget(m_list, 1);
    all->addWidget(m_state);
    all->addWidget(m_topic);
    all->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &DirectoryDialog::reject);
}

void DirectoryDialog::connectParts()
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(searchPause);
    connect(&m_pause, &QTimer::timeout, this, &DirectoryDialog::searched);
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_list->clearSelection();
        m_list->setCurrentIndex({});
        m_pause.start();
        refresh();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &DirectoryDialog::refresh);
    connect(m_list, &QListView::activated, this, &DirectoryDialog::choose);
    connect(&m_model, &DirectoryModel::loaded, this, &DirectoryDialog::refresh);
    connect(&m_model, &DirectoryModel::failed, this, [this](const QString& why) { m_state->setText(why); });
    connect(m_go, &QPushButton::clicked, this, &DirectoryDialog::choose);
}

void DirectoryDialog::searched()
{
    m_model.search(m_search->text());
}

/// What the button would do: join what is chosen, or the room of that name, or make it.
void DirectoryDialog::refresh()
{
    const QModelIndex chosen = m_list->currentIndex();
    const auto typed = RoomName::parse(m_search->text());
    bool exists = chosen.isValid();
    for (int row = 0; typed && !exists && row < m_model.rowCount(); ++row)
        exists = m_model.room(row) == *typed;
    const bool makes = typed && !exists;
    m_topic->setVisible(makes);
    m_go->setText(makes ? tr("Make room") : tr("Join"));
    m_go->setEnabled(chosen.isValid() || bool(typed));
    if (!m_search->text().trimmed().isEmpty() && !typed)
        m_state->setText(typed.error().message);
    else if (makes)
        m_state->setText(tr("There is no room “%1” yet.").arg(typed->text()));
    else
        m_state->setText(m_model.rowCount() == 0 ? tr("There are no rooms yet. Enter a name to make one.") : QString());
    m_state->setVisible(!m_state->text().isEmpty());
}

void DirectoryDialog::choose()
{
    const QModelIndex chosen = m_list->currentIndex();
    if (chosen.isValid()) {
        Q_EMIT this->chosen(m_model.room(chosen.row()), {});
        return accept();
    }
    const auto typed = RoomName::parse(m_search->text());
    if (!typed)
        return;
    Q_EMIT this->chosen(*typed, m_topic->isVisible() ? m_topic->text().trimmed() : QString());
    accept();
}

} // namespace parlance::client
