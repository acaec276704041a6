#pragma once

#include "app/settings.h"

#include <QStringList>

namespace parlance {

/// What the command line asked for, with the settings from everywhere: flag > environment > file > default.
struct Configuration {
    Settings settings;
    bool open = false;    ///< --open
    QStringList warnings; ///< one line each
};

/// Either a configuration, or what to print and with which code to exit (help and version 0, mistakes 2).
struct Exit {
    int code = 0;
    QString text;
};

std::variant<Configuration, Exit> configure(int argc, const char* const* argv);

} // namespace parlance
