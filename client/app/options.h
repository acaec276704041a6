#pragma once

#include <array>
#include <string_view>

namespace parlance::client {

/// What the desktop app can be started with: help, manual page and the shells' completions are made from it.
struct Option {
    std::string_view name;  ///< without dashes; a word that has none is in capitals
    std::string_view value; ///< what its value is called; empty: it has none
    std::string_view text;
};

inline constexpr Option profileOption{"profile", "NAME", "Keeps settings, identities and messages apart from others."};
inline constexpr Option hiddenOption{"hidden", "", "Starts without a window, where there is a tray to open it from."};
inline constexpr Option addServerOption{"add-server", "", "Asks for one more server."};
inline constexpr Option quitOption{"quit", "", "Ends the Parlance that runs."};
inline constexpr std::array allOptions{profileOption, hiddenOption, addServerOption, quitOption};

/// What stands behind the options.
inline constexpr Option linkWord{"LINK", "", "A room: parlance://host/room, parlance://host/r/id, or its page."};

} // namespace parlance::client
