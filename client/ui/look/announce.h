#pragma once

#include <QAccessible>
#include <QWidget>

namespace parlance::client {

/// Lets screen readers say at once what this widget is: a label's text, or the accessible name.
inline void announce(QWidget& widget)
{
    QAccessibleEvent alert(&widget, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace parlance::client
