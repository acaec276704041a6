#pragma once

#include <QString>

/// What a person does at the app. Each gives what is in the way, or nothing.
namespace parlance::test {

/// Places as in screen.h.
QString click(const QString& name, const QString& text);
QString openMenu(const QString& name, const QString& text); ///< with the other button

/// Where the keyboard is.
QString type(const QString& text);
QString press(const QString& keys); ///< such as "Return" or "Ctrl+K"

QString minimize(); ///< the window that is at the front

} // namespace parlance::test
