#pragma once

#include <QIcon>

namespace parlance::client {

/// The app's mark, from resources/icons; with a dot where something is unread. Where an icon theme has it, it is known
/// by its name there, so that desktops draw it in their own sizes.
QIcon appIcon(bool unread);

} // namespace parlance::client
