#pragma once

#include "core/cachewriter.h"

namespace parlance::client {

/// What somebody has begun to write and not sent: in each room a draft, and an edit, while which the draft waits.
class Drafts {
  public:
    /// Begins with what an earlier run left, and keeps what changes. The writer must outlive it.
    void restore(const CachedState& cached, CacheWriter& writer);

    QString text(const RoomName& room) const;
    void setText(const RoomName& room, const QString& text); ///< empty: there is none

    std::optional<EditDraft> edit(const RoomName& room) const;
    void setEdit(const RoomName& room, const std::optional<EditDraft>& edit);

  private:
    std::map<RoomName, QString> m_texts;
    std::map<RoomName, EditDraft> m_edits;
    CacheWriter* m_writer = nullptr; // where there is a cache
};

} // namespace parlance::client
