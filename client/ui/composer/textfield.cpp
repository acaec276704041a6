#include "ui/composer/textfield.h"

#include "text/clusters.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>

#include <algorithm>
#include <cmath>

namespace parlance::client {

TextField::TextField(const Look& look, QWidget* parent)
    : QTextEdit(parent)
    , m_look(look)
{
    setAcceptRichText(false);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(2);
    setFont(m_look.font());
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &TextField::grow);
    connect(&m_look, &Look::changed, this, [this] {
        setFont(m_look.font());
        grow();
    });
}

void TextField::setText(const QString& text)
{
    finishComposing();
    QTextCursor all(document());
    all.select(QTextCursor::Document);
    all.insertText(text);
    moveCursor(QTextCursor::End);
}

QSize TextField::sizeHint() const
{
    const int line = QFontMetrics(font()).lineSpacing();
    const int margin = int(std::ceil(2 * document()->documentMargin()));
    const int most = mostLines * line + margin;
    if (document()->blockCount() >= mostLines)
        return {100, most};
    const int content = int(std::ceil(document()->size().height()));
    return {100, std::clamp(content, line + margin, most)};
}

void TextField::grow()
{
    updateGeometry();
}

/// Tab is taken for the way to the next field before it is a key like others.
bool TextField::event(QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Tab && onKey && onKey(key)) {
            event->accept();
            return true;
        }
    }
    return QTextEdit::event(event);
}

void TextField::keyPressEvent(QKeyEvent* event)
{
    if (onKey && onKey(event))
        return event->accept();
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && !(event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier))) {
        Q_EMIT submitted();
        return event->accept();
    }
    const bool isText = isEnter || (!event->text().isEmpty() && event->text().front().isPrint() &&
                                    !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)));
    if (isText && room() < event->text().size()) {
        Q_EMIT filled();
        return event->accept();
    }
    if (isEnter) { // a paragraph of its own would be one line break in the text as well
        textCursor().insertText(QStringLiteral("\n"));
        ensureCursorVisible();
        return event->accept();
    }
    QTextEdit::keyPressEvent(event);
}

int TextField::room() const
{
    const QTextCursor cursor = textCursor();
    return m_capacity - length() + cursor.selectionEnd() - cursor.selectionStart();
}

void TextField::inputMethodEvent(QInputMethodEvent* event)
{
    m_composed = event->preeditString();
    const QString& committed = event->commitString();
    const int most = std::max(0, room() + event->replacementLength());
    if (committed.size() <= most)
        return QTextEdit::inputMethodEvent(event);
    QInputMethodEvent fitting(event->preeditString(), event->attributes());
    fitting.setCommitString(cutToUnits(committed, most), event->replacementStart(), event->replacementLength());
    QTextEdit::inputMethodEvent(&fitting);
    event->accept();
    Q_EMIT filled();
}

void TextField::finishComposing()
{
    if (m_composed.isEmpty())
        return;
    QGuiApplication::inputMethod()->commit();
    if (m_composed.isEmpty())
        return;
    QInputMethodEvent event; // the input method did not do it
    event.setCommitString(m_composed);
    inputMethodEvent(&event);
    QGuiApplication::inputMethod()->reset();
}

/// From the keyboard, at the caret.
void TextField::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QTextCursor cursor = byKey ? textCursor() : cursorForPosition(viewport()->mapFrom(this, event->pos()));
    QMenu* menu = createStandardContextMenu();
    menu->setObjectName(QStringLiteral("fieldMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (onMenu)
        onMenu(*menu, cursor.position());
    menu->popup(byKey ? viewport()->mapToGlobal(cursorRect().bottomLeft()) : event->globalPos());
}

namespace {

/// Pictures that come with their text, as from a word processor, are taken as text.
bool isFiles(const QMimeData& source)
{
    const QList<QUrl> urls = source.urls();
    if (std::ranges::any_of(urls, &QUrl::isLocalFile))
        return true;
    return source.hasImage() && !source.hasText();
}

} // namespace

bool TextField::canInsertFromMimeData(const QMimeData* source) const
{
    return source->hasText() || isFiles(*source);
}

void TextField::insertFromMimeData(const QMimeData* source)
{
    if (isFiles(*source)) {
        Q_EMIT filesRefused();
        return;
    }
    if (!source->hasText())
        return;
    QString text = source->text();
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
    if (text.size() > room()) {
        Q_EMIT pasteRefused(text);
        return;
    }
    textCursor().insertText(text);
    ensureCursorVisible();
}

/// A document would read files that its text names, and does where it is given a null variant.
QVariant TextField::loadResource(int /*type*/, const QUrl& /*name*/)
{
    return QByteArray();
}

} // namespace parlance::client
