#pragma once

#include "base/deadlines.h"
#include "core/clientobserver.h"
#include "core/clientstate.h"
#include "core/outbox.h"
#include "ports/cache.h"

#include <functional>

namespace parlance::client {

/// Keeps the cache as the state and the outbox are. What was written is committed before anything else is done with it;
/// the rest a moment later, many changes at one go. What was deleted or superseded leaves the disk within scrubAfter.
/// Cache, state, outbox and wheel must outlive it.
class CacheWriter final : public ClientObserver {
  public:
    static constexpr qint64 scrubAfter = 10'000; ///< ms; many deletions cost one wait for the disk

    /// `failed` is called once, when the cache has its first fault, from inside whatever was being saved.
    CacheWriter(Cache& cache, const ClientState& state, const Outbox& outbox, DeadlineWheel& wheel,
                std::function<void(const Error&)> failed = {});
    ~CacheWriter() override;

    void saveDraft(const RoomId& room, const QString& text);
    void forgetNamedDraft(const RoomName& name);
    void saveEdit(const RoomId& room, const std::optional<EditDraft>& edit);

  private:
    void identityChanged() override;
    void roomAdded(const RoomId& room) override { saveRoom(room); }
    void roomRemoved(const RoomId& room) override;
    void roomChanged(const RoomId& room) override;
    void messagesChanged(const RoomId& room, const RowChange& change) override;
    void eventHandled(const LogEntry& event) override;
    void outboxChanged(const RoomId& room, const Nonce& nonce) override;

    void saveRoom(const RoomId& id);
    template <class Event>
    void changeOlder(const Event& event);
    void commitSoon();
    void commit();
    void scrubSoon();

    Cache& m_cache;
    const ClientState& m_state;
    const Outbox& m_outbox;
    DeadlineWheel& m_wheel;
    std::function<void(const Error&)> m_failed;
    Deadline m_commit;
    Deadline m_scrub;
};

} // namespace parlance::client
