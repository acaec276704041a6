#pragma once

#include "desktop/dbusservice.h"
#include "ports/colorscheme.h"

namespace parlance::client {

/// A ColorSchemeSource over the desktop portal's settings (org.freedesktop.appearance, color-scheme), which GNOME,
/// Plasma and others answer; Qt 6.4 cannot tell. NoPreference until the portal has answered, and where there is none.
/// Never waits for the bus.
class PortalColorScheme final : public QObject, public ColorSchemeSource {
    Q_OBJECT
  public:
    explicit PortalColorScheme(const QDBusConnection& bus);

    ColorScheme scheme() const override { return m_scheme; }
    void onChanged(std::function<void()> listener) override { m_listener = std::move(listener); }

  private Q_SLOTS: // called by Qt D-Bus, which knows it by its name
    void onSettingChanged(const QDBusMessage& message);

  private:
    void ask(const QString& method);
    void become(const QVariant& value);

    DBusService m_portal;
    ColorScheme m_scheme = ColorScheme::NoPreference;
    std::function<void()> m_listener;
};

} // namespace parlance::client
