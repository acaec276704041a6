#pragma once

#include "app/settings.h"

#include <QStringList>

#include <map>

namespace parlance {

/// What the command line says of settings.
struct Sources {
    /// A setting by its key, and the flag that gave it.
    struct Flag {
        QString key;
        QString value;
        QString flag;
    };

    QString file; ///< empty: none is read
    std::vector<Flag> flags;
    bool open = false; ///< --open
};

/// The settings from everywhere: flag > environment > file > default.
struct Configuration {
    Settings settings;
    QString file;                       ///< that was read; empty: none
    bool open = false;                  ///< --open
    std::map<QString, QString> origins; ///< where a key's value came from; a default has none
    QStringList problems; ///< one line each: what, where and what it takes. With any of them nothing may begin
    QStringList warnings; ///< one line each
};

/// Reads file and environment. Every problem is named, not the first one alone.
Configuration readConfiguration(const Sources& sources);

/// What does not go together in settings that are right one by one, or not with the files they name; one line each. A
/// server must not start with it.
QStringList contradictions(const Settings& settings);

} // namespace parlance
