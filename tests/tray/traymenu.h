#pragma once

#include <QAction>
#include <QApplication>
#include <QTest>

namespace parlance::test {

/// As somebody does who opens the menu of the icon.
inline void chooseInTray(const char* text)
{
    const auto menus = QApplication::topLevelWidgets();
    for (QWidget* each : menus) {
        if (each->objectName() != QStringLiteral("trayMenu"))
            continue;
        for (QAction* action : each->actions()) {
            if (action->text() == QString::fromUtf8(text))
                return action->trigger();
        }
    }
    QFAIL(text);
}

} // namespace parlance::test
