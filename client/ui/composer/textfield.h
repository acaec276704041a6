#pragma once

#include "ui/look/look.h"

#include <QTextEdit>

class QMenu;

namespace parlance::client {

/// Plain text over several lines that grows with what is written, up to eight lines. Whatever is pasted is text, with
/// its line breaks; files and pictures are refused. It holds no more than its capacity, so that laying it out never
/// takes long. The look must outlive it.
class TextField final : public QTextEdit {
    Q_OBJECT

  public:
    static constexpr int mostLines = 8;

    TextField(const Look& look, QWidget* parent);

    QString text() const { return toPlainText(); }
    void setText(const QString& text);                              ///< the caret stands behind it; can be undone
    int length() const { return document()->characterCount() - 1; } ///< UTF-16 units

    /// What is typed or pasted beyond so many UTF-16 units is refused.
    void setCapacity(int units) { m_capacity = units; }
    int capacity() const { return m_capacity; }

    /// What an input method is composing becomes part of the text here and now.
    void finishComposing();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// Is asked first about every key; true: it has been dealt with.
    std::function<bool(QKeyEvent*)> onKey;

    /// Adds to the menu for a place in the text before it is shown.
    std::function<void(QMenu&, int position)> onMenu;

  Q_SIGNALS:
    void submitted();
    void filled();                          ///< something was typed for which there is no room
    void pasteRefused(const QString& text); ///< there is no room for it
    void filesRefused();

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void insertFromMimeData(const QMimeData* source) override;
    bool canInsertFromMimeData(const QMimeData* source) const override;
    QVariant loadResource(int type, const QUrl& name) override;

  private:
    void grow();
    int room() const; // for what takes the place of the selection

    const Look& m_look;
    int m_capacity = 20'000;
    QString m_composed; // by an input method, and not part of the text yet
};

} // namespace parlance::client
