#pragma once

#include "app/desktopapp.h"

#include <optional>

namespace parlance::client {

/// Answers what needs no window: --help, --version and a missing display. To be called before there is a QApplication,
/// which needs a display. Returns the exit code; nothing where the program is to go on.
std::optional<int> answerWithoutWindow(int argc, char** argv);

/// Names the application as desktops know it and reads what it was started with. Needs the QApplication, which has
/// taken its own options away. Where something is asked for that there is not, the program ends here.
DesktopApp::Options readCommandLine();

} // namespace parlance::client
