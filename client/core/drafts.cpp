#include "core/drafts.h"

namespace parlance::client {

void Drafts::restore(const CachedState& cached, CacheWriter& writer)
{
    m_texts = cached.drafts;
    m_edits = cached.edits;
    m_named = cached.namedDrafts;
    m_writer = &writer;
}

QString Drafts::text(const RoomId& room) const
{
    const auto found = m_texts.find(room);
    return found == m_texts.end() ? QString() : found->second;
}

void Drafts::setText(const RoomId& room, const QString& text)
{
    if (text.isEmpty())
        m_texts.erase(room);
    else
        m_texts[room] = text;
    if (m_writer)
        m_writer->saveDraft(room, text);
}

std::set<RoomName> Drafts::namesWithoutRoom() const
{
    std::set<RoomName> names;
    for (const auto& [name, text] : m_named)
        names.insert(name);
    return names;
}

void Drafts::place(const RoomName& name, const RoomId& room)
{
    auto node = m_named.extract(name);
    if (node.empty())
        return;
    const QString here = text(room);
    setText(room, here.isEmpty() ? node.mapped() : here + u'\n' + node.mapped());
    if (m_writer)
        m_writer->forgetNamedDraft(name);
}

std::optional<EditDraft> Drafts::edit(const RoomId& room) const
{
    const auto found = m_edits.find(room);
    return found == m_edits.end() ? std::nullopt : std::optional(found->second);
}

void Drafts::setEdit(const RoomId& room, const std::optional<EditDraft>& edit)
{
    if (edit == this->edit(room))
        return;
    if (edit)
        m_edits.insert_or_assign(room, *edit);
    else
        m_edits.erase(room);
    if (m_writer)
        m_writer->saveEdit(room, edit);
}

} // namespace parlance::client
