#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace parlance::client {

/// What desktops offer beside opening the program: the actions of its .desktop file.
enum class DesktopAction { None, AddServer, Quit };

/// Its name in that file; empty for None.
QString nameOf(DesktopAction action);

/// Nothing where there is none of that name.
std::optional<DesktopAction> toDesktopAction(QStringView name);

} // namespace parlance::client
