#pragma once

#include "base/errors.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace parlance::client {

/// Whether the program starts, in the background, when its person signs in to the desktop: a file in the folder
/// `autostart` (Desktop Application Autostart Specification). Reads and writes it at once.
class Autostart {
  public:
    /// `configFolder` is XDG_CONFIG_HOME; `executable` an absolute path; `arguments` come before `--hidden`.
    Autostart(const QString& configFolder, const QString& executable, const QStringList& arguments = {});

    /// As desktops read the file: one that they have switched off (Hidden, X-GNOME-Autostart-enabled) is not enabled.
    bool isEnabled() const;

    /// Writes the file, whatever was in it, or removes it. BadRequest: there is no way to write such a path.
    std::optional<Error> setEnabled(bool isWanted) const;

    QString path() const { return m_path; }

  private:
    std::optional<Error> write(const QByteArray& content) const;

    QString m_path;
    QStringList m_command;
};

/// The value of `Exec` that starts this command (Desktop Entry Specification 1.5, "The Exec key"), as it is to stand in
/// a file. Nothing for what cannot be said there: an empty command, control characters, an equals sign in the program's
/// path.
std::optional<QString> execValue(const QStringList& command);

} // namespace parlance::client
