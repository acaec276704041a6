#include "ui/commands.h"

#include "models/commands.h"
#include "ports/dialogs.h"
#include "ui/composer/composer.h"
#include "ui/roompane.h"
#include "ui/rooms/roomactions.h"

namespace parlance::client {

Commands::Commands(RoomPane& pane, RoomActions& actions, Dialogs& dialogs)
    : m_pane(pane)
    , m_actions(actions)
    , m_dialogs(dialogs)
{}

void Commands::run(const QString& command, const QString& text)
{
    const RoomId room = m_pane.room();
    if (command == QStringLiteral("join"))
        return join(text);
    const auto carryOut = [this](const auto& act) {
        m_pane.composer().clear();
        act();
    };
    if (command == QStringLiteral("leave"))
        return carryOut([&] { m_actions.leave(room); });
    if (command == QStringLiteral("topic"))
        return carryOut([&] { m_actions.setTopic(room, text); });
    if (command == QStringLiteral("nick"))
        return carryOut([&] { Q_EMIT nameWanted(text); });
    if (command == QStringLiteral("help"))
        return carryOut([&] { Q_EMIT helpWanted(); });
    const CommandRefusal refusal = refusalOf(command);
    m_dialogs.tell(refusal.title, refusal.text);
}

/// Many people write a room's name with the sign that stands before it.
void Commands::join(const QString& typed)
{
    const auto room = RoomName::parse(typed.startsWith(u'#') ? typed.mid(1) : typed);
    if (!room)
        return m_dialogs.tell(tr("This room cannot be joined"), tr("The name %1.").arg(room.error().message));
    m_pane.composer().clear();
    Q_EMIT roomWanted(*room);
}

} // namespace parlance::client
