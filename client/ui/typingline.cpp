#include "ui/typingline.h"

#include <QFontMetrics>

namespace parlance::client {

TypingLine::TypingLine(Client& client, const Look& look, QWidget* parent)
    : ElidedLabel(parent)
    , m_client(client)
    , m_look(look)
{
    setObjectName(QStringLiteral("typing"));
    m_client.add(*this);
    connect(&m_look, &Look::changed, this, &TypingLine::dress);
    dress();
}

TypingLine::~TypingLine()
{
    m_client.remove(*this);
}

void TypingLine::setRoom(const RoomId& room)
{
    m_room = room;
    typingChanged(room);
}

void TypingLine::typingChanged(const RoomId& room)
{
    if (room != m_room)
        return;
    const RoomState* state = m_client.state().room(m_room);
    QStringList names;
    for (const Present& person : state ? state->typing : std::vector<Present>())
        names << person.username;
    constexpr qsizetype most = 3;
    QString text;
    if (names.size() > most)
        text = tr("Several people are typing…");
    else if (names.size() > 1)
        text = tr("%1 are typing…").arg(names.join(QStringLiteral(", ")));
    else if (!names.isEmpty())
        text = tr("%1 is typing…").arg(names.front());
    setText(text);
}

void TypingLine::dress()
{
    setLetters(*this, m_look.theme().muted, m_look.tiny());
    setFixedHeight(QFontMetrics(m_look.tiny()).height() + 2);
}

} // namespace parlance::client
