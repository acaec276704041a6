#pragma once

#include "ui/look/theme.h"

#include <QFont>
#include <QObject>

class QWidget;

namespace parlance::client {

/// How everything looks at present: colours and letters. One for the whole app, handed to every widget that draws.
class Look final : public QObject {
    Q_OBJECT

  public:
    static constexpr int smallestStep = -3;
    static constexpr int largestStep = 8;

    /// `base` is the desktop's font.
    explicit Look(const QFont& base, QObject* parent = nullptr);

    const Theme& theme() const { return m_theme; }

    QFont font() const { return m_font; } ///< of messages and most else
    QFont small() const;                  ///< of what accompanies it
    QFont tiny() const;                   ///< of times
    QFont bold() const;
    QFont large() const; ///< of titles
    QFont jumbo() const; ///< of a message that is nothing but emoji

    /// A distance that grows with the letters; `pixels` as at the usual size.
    int scaled(int pixels) const;

    /// How large the letters are at a step, of the desktop's size in per cent.
    int percent(int step) const;

    void setDark(bool dark);
    void setFontStep(int step); ///< 0 is the desktop's size; limited to the smallest and largest

  Q_SIGNALS:
    void changed();

  private:
    QFont sized(double factor, QFont::Weight weight) const;

    const QFont m_base;
    QFont m_font;
    Theme m_theme = Theme::light();
    int m_step = 0;
};

/// Sets the colour and the font of the letters in a widget.
void setLetters(QWidget& widget, const QColor& color, const QFont& font);

} // namespace parlance::client
