#include "ui/composer/composer.h"

#include "ui/composer/completionpopup.h"
#include "ui/composer/spelling.h"
#include "ui/look/iconbutton.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>

#include <utility>

namespace parlance::client {

namespace {
constexpr double countedFrom = 0.8;   // of the limit
constexpr int composerRoundness = 12; // pixels at the usual size
} // namespace

Composer::Composer(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_field(new TextField(look, this))
    , m_editing(new QWidget(this))
    , m_editingText(new QLabel(tr("Editing a message"), m_editing))
    , m_counter(new QLabel(this))
    , m_send(new IconButton(Icon::Send, tr("Send (Enter)"), look, this, IconButton::Weight::Strong))
{
    m_field->setObjectName(QStringLiteral("message"));
    m_counter->setObjectName(QStringLiteral("counter"));
    m_send->setObjectName(QStringLiteral("send"));
    m_editing->setObjectName(QStringLiteral("editing"));
    m_field->onKey = [this](QKeyEvent* event) { return onKey(event); };
    m_field->installEventFilter(this);
    auto* cancel = new IconButton(Icon::Close, tr("Leave it as it was (Esc)"), look, m_editing);
    cancel->setObjectName(QStringLiteral("cancelEditing"));
    auto* editing = new QHBoxLayout(m_editing);
    editing->setContentsMargins(4, 0, 0, 0);
    editing->addWidget(m_editingText, 1);
    editing->addWidget(cancel);
    m_editing->hide();
    auto* line = new QHBoxLayout;
    line->setContentsMargins(12, 7, 7, 7);
    line->addWidget(m_field, 1, Qt::AlignVCenter);
    line->addWidget(m_counter, 0, Qt::AlignBottom);
    line->addWidget(m_send, 0, Qt::AlignBottom);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_editing);
    all->addLayout(line);
    setFocusProxy(m_field);
    connect(m_field, &QTextEdit::textChanged, this, &Composer::changed);
    connect(m_field, &TextField::submitted, this, &Composer::submit);
    connect(m_field, &TextField::pasted, this, [this] {
        if (text().size() > m_limit && !isEditing())
            Q_EMIT tooLong(text());
    });
    connect(m_send, &IconButton::clicked, this, &Composer::submit);
    connect(cancel, &IconButton::clicked, this, &Composer::endEdit);
    connect(&m_look, &Look::changed, this, &Composer::dress);
    dress();
    count();
}

Composer::~Composer()
{
    m_spelling.reset(); // takes its lines away, which changes the field
}

void Composer::dress()
{
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, m_look.theme().muted);
    m_editingText->setFont(m_look.small());
    m_editingText->setPalette(palette);
    m_counter->setFont(m_look.tiny());
    count();
    update();
}

void Composer::open(const QString& room, const QString& draft)
{
    m_edited = {};
    m_editing->hide();
    m_field->setPlaceholderText(room.isEmpty() ? QString() : tr("Message %1").arg(room));
    m_field->setAccessibleName(m_field->placeholderText());
    const QSignalBlocker quiet(m_field);
    m_field->setPlainText(draft);
    m_known = draft;
    m_field->moveCursor(QTextCursor::End);
    count();
}

void Composer::setSpelling(SpellChecker* checker)
{
    m_spelling = checker ? std::make_unique<Spelling>(*m_field, *checker, m_look) : nullptr;
    if (!checker)
        m_field->onMenu = {};
}

void Composer::setLimit(qint64 units)
{
    m_limit = units;
    count();
}

QString Composer::text() const
{
    return m_field->text();
}

void Composer::setText(const QString& text)
{
    m_field->setText(text);
}

void Composer::insert(const QString& text)
{
    m_field->setFocus();
    m_field->textCursor().insertText(text);
}

void Composer::clear()
{
    m_field->setText({});
}

void Composer::edit(const MessageId& message, const QString& text)
{
    if (!isEditing())
        m_draft = this->text();
    m_edited = message;
    m_editedText = text;
    m_editing->show();
    m_field->setText(text);
    m_field->setFocus();
}

void Composer::endEdit()
{
    if (!isEditing())
        return;
    m_edited = {};
    m_editing->hide();
    m_field->setText(std::exchange(m_draft, {}));
    m_field->setFocus();
}

/// An underlined word is a change to the field as well, though not of its text.
void Composer::changed()
{
    if (text() == std::exchange(m_known, text()))
        return;
    count();
    if (isEditing())
        return;
    Q_EMIT draftChanged(text());
    Q_EMIT typed(text().trimmed().isEmpty());
}

void Composer::count()
{
    const qint64 length = text().size();
    const bool near = double(length) > double(m_limit) * countedFrom;
    m_counter->setVisible(near);
    m_counter->setText(QString::number(m_limit - length));
    m_counter->setAccessibleName(tr("%n characters left", nullptr, int(m_limit - length)));
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, length > m_limit ? m_look.theme().danger : m_look.theme().muted);
    m_counter->setPalette(palette);
    m_send->setEnabled(!text().trimmed().isEmpty());
}

void Composer::submit()
{
    const QString written = text();
    if (written.trimmed().isEmpty())
        return;
    if (written.size() > m_limit) {
        if (!isEditing())
            Q_EMIT tooLong(written);
        return;
    }
    if (!isEditing()) {
        Q_EMIT submitted(written);
        return;
    }
    const MessageId message = m_edited;
    const bool same = written == m_editedText;
    endEdit();
    if (!same)
        Q_EMIT edited(message, written);
}

bool Composer::onKey(QKeyEvent* event)
{
    if (m_proposals && m_proposals->onKey(event))
        return true;
    if (event->key() == Qt::Key_Escape && isEditing()) {
        endEdit();
        return true;
    }
    if (event->key() == Qt::Key_Up && event->modifiers() == Qt::NoModifier && !isEditing() && text().isEmpty()) {
        Q_EMIT editLastWanted();
        return true;
    }
    return false;
}

bool Composer::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QWidget::eventFilter(watched, event);
}

void Composer::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = m_look.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = m_field->hasFocus();
    const double pen = focused ? 2 : 1;
    painter.setPen(QPen(focused ? theme.accent : theme.edge, pen));
    painter.setBrush(theme.raised);
    const int top = m_editing->isVisible() ? m_editing->height() : 0;
    const QRectF frame = QRectF(rect()).adjusted(pen / 2, top + pen / 2, -pen / 2, -pen / 2);
    const double round = m_look.scaled(composerRoundness);
    painter.drawRoundedRect(frame, round, round);
}

} // namespace parlance::client
