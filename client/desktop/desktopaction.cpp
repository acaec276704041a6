#include "desktop/desktopaction.h"

#include <algorithm>
#include <array>

namespace parlance::client {

namespace {

struct Row {
    DesktopAction action = DesktopAction::None;
    QLatin1String name;
};

constexpr std::array desktopActions{
    Row{DesktopAction::AddServer, QLatin1String("add-server")},
    Row{DesktopAction::Quit, QLatin1String("quit")},
};

} // namespace

QString nameOf(DesktopAction action)
{
    const auto* row = std::ranges::find(desktopActions, action, &Row::action);
    return row == desktopActions.end() ? QString() : QString(row->name);
}

std::optional<DesktopAction> toDesktopAction(QStringView name)
{
    const auto* row = std::ranges::find_if(desktopActions, [name](const Row& each) { return each.name == name; });
    if (row == desktopActions.end())
        return std::nullopt;
    return row->action;
}

} // namespace parlance::client
