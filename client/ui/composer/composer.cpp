#include "ui/composer/composer.h"

#include "models/addresses.h"
#include "text/bodies.h"
#include "text/clusters.h"
#include "ui/composer/completionpopup.h"
#include "ui/composer/offer.h"
#include "ui/composer/spelling.h"
#include "ui/look/iconbutton.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>

#include <algorithm>
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
    , m_editingText(new QLabel(tr("Editing your message"), m_editing))
    , m_counter(new QLabel(this))
    , m_send(new IconButton(Icon::Send, tr("Send (Enter)"), look, this, IconButton::Weight::Strong))
    , m_offer(new Offer(look, this))
{
    m_field->setObjectName(QStringLiteral("message"));
    m_counter->setObjectName(QStringLiteral("counter"));
    m_send->setObjectName(QStringLiteral("send"));
    m_editing->setObjectName(QStringLiteral("editing"));
    m_field->onKey = [this](QKeyEvent* event) { return onKey(event); };
    m_field->installEventFilter(this);
    auto* cancel = new IconButton(Icon::Close, tr("Cancel (Esc)"), look, m_editing);
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
    all->addWidget(m_offer);
    all->addWidget(m_editing);
    all->addLayout(line);
    setFocusProxy(m_field);
    connect(m_field, &QTextEdit::textChanged, this, &Composer::changed);
    connect(m_field, &TextField::submitted, this, &Composer::submit);
    connect(m_field, &TextField::pasteRefused, this, &Composer::offerBeginning);
    connect(m_field, &TextField::filled, this, &Composer::judgeLength);
    connect(m_field, &TextField::filesRefused, this,
            [this] { m_offer->say(tr("Files and pictures cannot be sent yet.")); });
    connect(m_send, &IconButton::clicked, this, &Composer::submit);
    connect(cancel, &IconButton::clicked, this, &Composer::endEdit);
    connect(&m_look, &Look::changed, this, &Composer::dress);
    dress();
    count();
}

Composer::~Composer()
{
    m_spelling.reset(); // it takes its lines away, which changes the field
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

void Composer::setRoomName(const QString& name)
{
    m_field->setPlaceholderText(name.isEmpty() ? QString() : tr("Message %1").arg(name));
    m_field->setAccessibleName(m_field->placeholderText());
}

void Composer::open(const QString& room, const QString& draft)
{
    m_edited = {};
    m_editing->hide();
    m_offer->withdraw();
    setRoomName(room);
    const QSignalBlocker quiet(m_field);
    m_known = cutToUnits(draft, m_field->capacity());
    m_field->setPlainText(m_known);
    m_field->moveCursor(QTextCursor::End);
    count();
    judgeLength();
    if (m_known.size() < draft.size())
        offerDraft(draft);
}

void Composer::setSpelling(SpellChecker* checker)
{
    m_spelling.reset(); // it takes its lines away
    m_field->onMenu = {};
    if (checker)
        m_spelling = std::make_unique<Spelling>(*m_field, *checker, m_look);
}

void Composer::setLimit(qint64 units)
{
    m_limit = units;
    m_field->setCapacity(int(std::max<qint64>(units, std::min<qint64>(mostParts * units, mostUnits))));
    count();
    judgeLength();
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
    finishComposing();
    resume({message, text, text});
    m_field->setFocus();
}

std::optional<EditDraft> Composer::editUnderWay() const
{
    return isEditing() ? std::optional(EditDraft{m_edited, m_editedText, text()}) : std::nullopt;
}

void Composer::resume(const EditDraft& edit)
{
    if (!isEditing())
        m_draft = text();
    m_edited = edit.message;
    m_editedText = edit.before;
    m_editing->show();
    m_field->setText(edit.text);
    Q_EMIT editChanged();
}

void Composer::endEdit()
{
    if (!isEditing())
        return;
    finishComposing();
    m_edited = {};
    m_editing->hide();
    m_known = std::exchange(m_draft, {}); // nothing was written: a draft of which only a part is shown stays whole
    m_field->setText(m_known);
    count();
    judgeLength();
    m_field->setFocus();
    Q_EMIT editChanged();
}

/// What an input method composes is a change to the field as well, though not of its text.
void Composer::changed()
{
    if (text() == std::exchange(m_known, text()))
        return;
    count();
    judgeLength();
    if (isEditing())
        return Q_EMIT editChanged();
    Q_EMIT draftChanged(text());
    Q_EMIT typed(isBlank(text()));
}

void Composer::count()
{
    const qint64 length = m_field->length();
    const bool near = double(length) > double(m_limit) * countedFrom;
    const qint64 left = m_limit - length;
    m_counter->setVisible(near);
    m_counter->setText(left == -1  ? tr("1 character too long")
                       : left < -1 ? tr("%L1 characters too long").arg(-left)
                                   : QString::number(left));
    m_counter->setAccessibleName(left < 0 ? m_counter->text() : tr("%n characters left", nullptr, int(left)));
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, length > m_limit ? m_look.theme().danger : m_look.theme().muted);
    m_counter->setPalette(palette);
    m_send->setEnabled(!isBlank(text()));
}

void Composer::submit()
{
    finishComposing();
    const QString written = text();
    if (isBlank(written))
        return;
    if (written.size() > m_limit) {
        judgeLength();
        return m_offer->repeat();
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

// --- what is too long ---

void Composer::judgeLength()
{
    const int length = m_field->length();
    if (length <= m_limit) {
        if (std::exchange(m_offersParts, false))
            m_offer->withdraw();
        return;
    }
    m_offersParts = true;
    if (isEditing())
        m_offer->say(tr("A message has at most %L1 characters, and this one has %L2. Shorten it to save it.")
                         .arg(m_limit)
                         .arg(length));
    else
        offerParts();
}

void Composer::offerParts()
{
    const QStringList parts = splitText(text(), m_limit);
    const QString sentence =
        tr("A message has at most %L1 characters, and this text has %L2.").arg(m_limit).arg(text().size());
    if (parts.size() > mostParts)
        return m_offer->say(sentence + u' ' + tr("It is too long even for %n messages.", nullptr, mostParts));
    m_offer->say(sentence, tr("Send as %n messages", nullptr, int(parts.size())),
                 [this] { Q_EMIT partsSubmitted(splitText(text(), m_limit)); });
}

void Composer::offerBeginning(const QString& pasted)
{
    const int length = m_field->length();
    const int room = std::max(0, m_field->capacity() - length);
    m_offersParts = false;
    const QString sentence =
        tr("What you pasted has %L1 characters. Only %L2 more fit here.").arg(pasted.size()).arg(room);
    if (room == 0)
        return m_offer->say(sentence);
    m_offer->say(sentence, tr("Paste the beginning"), [this, beginning = cutToUnits(pasted, room)] {
        m_field->textCursor().insertText(beginning);
        m_field->setFocus();
    });
}

/// A draft of a version that kept drafts of any length.
void Composer::offerDraft(const QString& draft)
{
    m_offersParts = false;
    m_offer->say(
        tr("Your draft has %L1 characters. Only the first %L2 are shown, and the rest is gone once you change it.")
            .arg(draft.size())
            .arg(m_known.size()),
        tr("Copy all of it"), [draft] { QGuiApplication::clipboard()->setText(draft); });
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
    const int top = (m_editing->isVisible() ? m_editing->height() : 0) + (m_offer->isVisible() ? m_offer->height() : 0);
    const QRectF frame = QRectF(rect()).adjusted(pen / 2, top + pen / 2, -pen / 2, -pen / 2);
    const double round = m_look.scaled(composerRoundness);
    painter.drawRoundedRect(frame, round, round);
}

} // namespace parlance::client
