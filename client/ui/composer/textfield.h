#pragma once

#include "ui/look/look.h"

#include <QTextEdit>

class QMenu;

namespace parlance::client {

/// Plain text over several lines that grows with what is written, up to eight lines. Whatever is pasted is text, with
/// its line breaks. The look must outlive it.
class TextField final : public QTextEdit {
    Q_OBJECT

  public:
    static constexpr int mostLines = 8;

    TextField(const Look& look, QWidget* parent);

    QString text() const { return toPlainText(); }
    void setText(const QString& text); ///< the caret stands behind it; can be undone

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// Is asked first about every key; true: it has been dealt with.
    std::function<bool(QKeyEvent*)> onKey;

    /// Adds to the menu for a place in the text before it is shown.
    std::function<void(QMenu&, int position)> onMenu;

  Q_SIGNALS:
    void submitted();
    void pasted(const QString& text); ///< what was put in, after it was

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void insertFromMimeData(const QMimeData* source) override;
    bool canInsertFromMimeData(const QMimeData* source) const override;
    QVariant loadResource(int type, const QUrl& name) override;

  private:
    void grow();

    const Look& m_look;
};

} // namespace parlance::client
