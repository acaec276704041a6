#pragma once

#include <functional>

namespace parlance::client {

enum class ColorScheme { NoPreference, Dark, Light };

/// Whether the desktop wants dark windows. Implementations: PortalColorScheme; tests have one that they switch.
class ColorSchemeSource {
  public:
    virtual ~ColorSchemeSource() = default;
    virtual ColorScheme scheme() const = 0;

    /// Called by the event loop whenever scheme() has changed. One listener.
    virtual void onChanged(std::function<void()> listener) = 0;
};

} // namespace parlance::client
