#pragma once

#include <QJsonObject>
#include <QPoint>

class QWidget;

/// What is before a person who sits at the app.
namespace parlance::test {

/// A place that can be pointed at: of the widget, in its own coordinates.
struct Place {
    QWidget* widget = nullptr; ///< null: there is none, see problem
    QPoint point;
    QString problem;
};

/// The middle of a named widget or, with `text`, of what says so in it: a button, an item of a list or a menu, a
/// message. Only what can be reached: nothing else can while a dialog or a menu is open.
Place place(const QString& name, const QString& text);

/// All windows, what named widgets and lists in them say, the messages, and where the keyboard is.
QJsonObject seen();

} // namespace parlance::test
