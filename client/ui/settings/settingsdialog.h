#pragma once

#include "models/preferences.h"
#include "ui/look/look.h"

#include <QDialog>

#include <functional>
#include <optional>

class QCheckBox;
class QFormLayout;
class QLabel;

namespace parlance::client {

/// What can be chosen. Each choice takes effect at once. Preferences and look must outlive it.
class SettingsDialog final : public QDialog {
    Q_OBJECT

  public:
    /// `secretPlace`: where tokens are kept, for people.
    SettingsDialog(Preferences& preferences, Look& look, const QString& secretPlace, QWidget* parent);

    /// How starting at login is chosen, and whether it is so, which is asked again afterwards: it may fail. Without
    /// this it cannot be chosen.
    void offerAutostart(const std::function<bool()>& isOn, const std::function<void(bool)>& choose);

    /// One of the servers, to be looked up: what it is called, where it is, and as whom one is there.
    void addServer(const QString& title, const QString& address, const std::optional<UserName>& name);

    /// Without a tray, what is meant for it cannot be chosen.
    void setTrayThere(bool there);

  private:
    void addLook(QFormLayout& form, Look& look);
    void addSwitches(QFormLayout& form);
    QLabel* makeNote(const char* name, const QString& text);

    Preferences& m_preferences;
    QCheckBox* m_autostart;
    QLabel* m_servers;
};

} // namespace parlance::client
