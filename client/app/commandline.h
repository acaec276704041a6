#pragma once

#include "app/desktopapp.h"

namespace parlance::client {

/// Names the application as desktops know it and reads what it was started with. Needs a QApplication. Where help or
/// the version is asked for, or something that there is not, the program ends here.
DesktopApp::Options readCommandLine();

} // namespace parlance::client
