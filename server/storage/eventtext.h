#pragma once

#include "protocol/events.h"

namespace parlance {

/// Empty for one without a text.
inline QStringView textOf(const DurableEvent& event)
{
    return std::visit(
        [](const auto& e) -> QStringView {
            if constexpr (requires { e.text.has_value(); })
                return e.text ? QStringView(*e.text) : QStringView();
            else if constexpr (requires { QStringView(e.text); })
                return e.text;
            else
                return {};
        },
        event);
}

} // namespace parlance
