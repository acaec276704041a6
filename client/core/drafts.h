#pragma once

#include "core/cachewriter.h"

#include <set>

namespace parlance::client {

/// What somebody has begun to write and not sent: in each room a draft, and an edit, while which the draft waits.
class Drafts {
  public:
    /// Begins with what an earlier run left, and keeps what changes. The writer must outlive it.
    void restore(const CachedState& cached, CacheWriter& writer);

    QString text(const RoomId& room) const;
    void setText(const RoomId& room, const QString& text); ///< empty: there is none

    /// Of drafts that version 0.1 left for rooms of which it knew nothing else. place() tells which room that is.
    std::set<RoomName> namesWithoutRoom() const;
    void place(const RoomName& name, const RoomId& room);

    std::optional<EditDraft> edit(const RoomId& room) const;
    void setEdit(const RoomId& room, const std::optional<EditDraft>& edit);

  private:
    std::map<RoomId, QString> m_texts;
    std::map<RoomId, EditDraft> m_edits;
    std::map<RoomName, QString> m_named;
    CacheWriter* m_writer = nullptr; // where there is a cache
};

} // namespace parlance::client
