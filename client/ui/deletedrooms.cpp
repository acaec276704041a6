#include "ui/deletedrooms.h"

#include <algorithm>
#include <utility>

namespace parlance::client {

DeletedRooms::DeletedRooms(Account& account, Dialogs& dialogs)
    : m_account(account)
    , m_dialogs(dialogs)
{}

/// Messages that were not sent, and the draft.
QString DeletedRooms::unsentIn(const RoomId& room) const
{
    QStringList texts;
    for (const OutboxEntry& entry : m_account.client().outbox().entries()) {
        if (entry.room == room && entry.kind == Written::Kind::Message)
            texts << entry.text;
    }
    if (const QString draft = m_account.client().draft(room); !draft.isEmpty())
        texts << draft;
    return texts.join(QStringLiteral("\n\n"));
}

void DeletedRooms::add(const RoomId& room, const RoomName& name)
{
    m_untold.push_back({name.text(), unsentIn(room)});
    if (!m_soon.isPending())
        m_soon = m_account.wheel().after(gatheredFor, [this] { tellAll(); });
}

void DeletedRooms::tell(const QString& name, const QString& unsent)
{
    const QString gone = tr("The room and its messages are gone.");
    const QString text =
        unsent.isEmpty() ? gone : tr("%1 You wrote this there and did not send it:\n\n%2").arg(gone, unsent);
    m_dialogs.tell(tr("“%1” was deleted").arg(name), text);
}

/// What somebody wrote is never left out of a longer list, so such a room has a message of its own.
void DeletedRooms::tellAll()
{
    std::vector<Deleted> untold = std::exchange(m_untold, {});
    for (const Deleted& each : untold) {
        if (!each.unsent.isEmpty() || untold.size() == 1)
            tell(each.name, each.unsent);
    }
    std::erase_if(untold,
                  [alone = untold.size() == 1](const Deleted& each) { return alone || !each.unsent.isEmpty(); });
    if (untold.empty())
        return;
    QStringList lines;
    for (const Deleted& each : untold) {
        if (lines.size() < named)
            lines << each.name;
    }
    if (std::ssize(untold) > named)
        lines << tr("and %n more", nullptr, int(std::ssize(untold) - named));
    m_dialogs.tell(tr("%n rooms were deleted", nullptr, int(untold.size())), lines.join(u'\n'));
}

} // namespace parlance::client
