#pragma once

#include "models/preferences.h"
#include "ui/look/look.h"

#include <QDialog>

class QCheckBox;

namespace parlance::client {

/// What can be chosen. Each choice takes effect at once. Preferences and look must outlive it.
class SettingsDialog final : public QDialog {
    Q_OBJECT

  public:
    /// `secretPlace`: where tokens are kept, for people.
    SettingsDialog(Preferences& preferences, Look& look, const QString& secretPlace, QWidget* parent);

    /// Whether Parlance starts at login; where that is not said, it cannot be chosen.
    void setAutostart(bool on);

  Q_SIGNALS:
    void autostartChosen(bool on);

  private:
    Preferences& m_preferences;
    QCheckBox* m_autostart;
};

} // namespace parlance::client
