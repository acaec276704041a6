#pragma once

#include <QColor>
#include <QPalette>

namespace parlance::client {

/// Every colour of the app. Text on its ground has a contrast of 4.5:1 at least, in both (tests/ui/theme_test.cpp).
struct Theme {
    bool isDark = false;
    QColor ground;  ///< of the window and its bars
    QColor surface; ///< behind messages and in fields
    QColor raised;  ///< menus and pop-ups
    QColor hover;
    QColor line; ///< between parts
    QColor edge; ///< around fields
    QColor text;
    QColor muted; ///< what matters less
    QColor accent;
    QColor onAccent;
    QColor accentSoft; ///< behind what is chosen
    QColor accentText; ///< on accentSoft
    QColor bubble;
    QColor own; ///< behind one's own messages
    QColor link;
    QColor call; ///< behind messages that mention one
    QColor callEdge;
    QColor callText;
    QColor danger;
    QColor dangerSoft;
    QColor warn;
    QColor warnSoft;
    QColor good;
    QColor mark; ///< behind a text that was looked for
    QColor selection;

    static Theme light();
    static Theme dark();
};

/// The colours that stand for a person; `hue` as hueOf() has it.
struct PersonColors {
    QColor face;   ///< behind the initials
    QColor onFace; ///< the initials
    QColor voice;  ///< the name above a message
};
PersonColors personColors(const Theme& theme, int hue);

/// For the widgets that draw themselves.
QPalette paletteFor(const Theme& theme);

/// WCAG 2.1, "contrast ratio": 1 to 21.
double contrast(const QColor& a, const QColor& b);

} // namespace parlance::client
