#include "ui/findbar.h"

#include "ui/look/iconbutton.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>

namespace parlance::client {

FindBar::FindBar(Client& client, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_finder(client)
    , m_field(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_older(new IconButton(Icon::Up, tr("Older"), look, this))
    , m_newer(new IconButton(Icon::Down, tr("Newer"), look, this))
{
    setObjectName(QStringLiteral("findBar"));
    m_field->setObjectName(QStringLiteral("find"));
    m_field->setPlaceholderText(tr("Find in this room"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->installEventFilter(this);
    m_count->setObjectName(QStringLiteral("findCount"));
    m_count->setTextFormat(Qt::PlainText);
    m_older->setObjectName(QStringLiteral("findOlder"));
    m_newer->setObjectName(QStringLiteral("findNewer"));
    auto* close = new IconButton(Icon::Close, tr("Close"), look, this);
    close->setObjectName(QStringLiteral("findClose"));
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(20, 6, 10, 6);
    line->addWidget(m_field, 1);
    line->addWidget(m_count);
    line->addWidget(m_older);
    line->addWidget(m_newer);
    line->addWidget(close);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_isFresh = true;
        m_finder.find(m_room, text);
        Q_EMIT marked(text);
    });
    connect(m_older, &IconButton::clicked, this, [this] { step(1); });
    connect(m_newer, &IconButton::clicked, this, [this] { step(-1); });
    connect(close, &IconButton::clicked, this, &FindBar::close);
    connect(&m_finder, &Finder::changed, this, &FindBar::refresh);
    connect(&m_look, &Look::changed, this, &FindBar::dress);
    dress();
    hide();
}

void FindBar::open(const RoomId& room, const QString& text)
{
    m_room = room;
    const QString wanted = text.isEmpty() ? m_field->text() : text;
    {
        const QSignalBlocker quiet(m_field);
        m_field->setText(wanted);
    }
    m_isFresh = true;
    m_finder.find(room, wanted);
    Q_EMIT marked(wanted);
    show();
    m_field->selectAll();
    m_field->setFocus();
}

void FindBar::close()
{
    if (isHidden())
        return;
    hide();
    m_finder.find({}, {});
    Q_EMIT marked({});
    Q_EMIT closed();
}

void FindBar::step(int by)
{
    m_isFresh = false;
    if (const qint64 seq = m_finder.step(by); seq > 0)
        Q_EMIT found(seq);
}

/// The newest is shown as soon as it is found; one goes on from there.
void FindBar::refresh()
{
    if (m_isFresh && !m_finder.found().empty())
        return step(1);
    m_count->setText(count());
    m_older->setEnabled(!m_finder.found().empty());
    m_newer->setEnabled(!m_finder.found().empty());
}

QString FindBar::count() const
{
    if (m_finder.text().isEmpty())
        return {};
    const int all = int(m_finder.found().size());
    if (all == 0)
        return m_finder.isDone() ? tr("Not found here") : tr("Looking…");
    const QString shown = m_finder.isDone() ? locale().toString(all) : tr("%1+").arg(locale().toString(all));
    return tr("%1 of %2").arg(locale().toString(m_finder.current() + 1), shown);
}

void FindBar::dress()
{
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, m_look.theme().muted);
    m_count->setPalette(palette);
    m_count->setFont(m_look.small());
    m_field->setFont(m_look.font());
    update();
}

bool FindBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        step(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        step(key->key() == Qt::Key_Up ? 1 : -1);
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

void FindBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_look.theme().ground);
    painter.setPen(m_look.theme().line);
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace parlance::client
