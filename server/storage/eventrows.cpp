#include "storage/eventrows.h"

namespace parlance {

std::optional<QByteArray> packMentions(const std::optional<std::vector<UserId>>& mentions)
{
    if (!mentions)
        return std::nullopt;
    QByteArray packed;
    for (const UserId& user : *mentions)
        packed += (packed.isEmpty() ? "" : " ") + user.text();
    return packed;
}

} // namespace parlance
