#include "models/finder.h"

#include <algorithm>

namespace parlance::client {

Finder::Finder(Client& client)
    : m_client(client)
{
    m_next.setInterval(0);
    connect(&m_next, &QTimer::timeout, this, &Finder::look);
    m_client.add(*this);
}

Finder::~Finder()
{
    m_client.remove(*this);
}

void Finder::find(const RoomId& room, const QString& text)
{
    m_room = room;
    m_text = text;
    m_found.clear();
    m_current = -1;
    const RoomState* state = m_client.state().room(room);
    m_rest = text.isEmpty() || !state ? 0 : state->head + 1;
    if (m_rest > 0)
        m_next.start();
    else
        m_next.stop();
    Q_EMIT changed();
}

void Finder::look()
{
    const Searched searched = m_client.history().search(m_room, m_text, m_rest, atOnce);
    m_found.insert(m_found.end(), searched.found.begin(), searched.found.end());
    m_rest = searched.rest;
    if (isDone())
        m_next.stop();
    Q_EMIT changed();
}

qint64 Finder::step(int by)
{
    if (m_found.empty())
        return 0;
    const int count = int(m_found.size());
    m_current = m_current < 0 ? (by > 0 ? 0 : count - 1) : (m_current + by + count) % count;
    Q_EMIT changed();
    return m_found[size_t(m_current)];
}

void Finder::eventHandled(const LogEntry& event)
{
    const auto* posted = std::get_if<MessagePosted>(&event);
    if (!posted || posted->room != m_room || m_text.isEmpty() || !posted->text ||
        !posted->text->contains(m_text, Qt::CaseInsensitive))
        return;
    m_found.insert(m_found.begin(), posted->seq);
    if (m_current >= 0)
        ++m_current;
    Q_EMIT changed();
}

} // namespace parlance::client
