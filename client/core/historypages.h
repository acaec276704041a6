#pragma once

#include "core/eventapplier.h"
#include "net/connection.h"
#include "ports/cache.h"

namespace parlance::client {

/// The history of rooms, page by page, and searching in it. Messages come from the cache where it has them, and from
/// the server otherwise. Single-threaded. Connection, applier and state must outlive it, and a cache, too.
class HistoryPages {
  public:
    HistoryPages(Connection& connection, EventApplier& applier, const ClientState& state)
        : m_connection(connection)
        , m_applier(applier)
        , m_state(state)
    {}

    /// Pages come from there where they can. It must hold every event that the state has.
    void setCache(Cache& cache) { m_cache = &cache; }

    /// What the cache has directly before or after a message that is here, or around one that it has, comes from there,
    /// at once and offline, too. The page is merged into the state before `done` is called.
    void fetch(const FetchHistory& request, Callback<void(Result<HistoryPage>)> done);

    /// A step of a search in what is kept here of a room, at hand or in the cache; from messages older than the one at
    /// `seq`. Takes about 3 us for each of the `most` messages that it looks at (measured).
    Searched search(const RoomId& room, const QString& text, qint64 seq, qint64 most) const;

  private:
    std::optional<HistoryPage> cachedPage(const FetchHistory& request) const;
    std::vector<MessageState> cachedMessages(const FetchHistory& request, const RoomState& room) const;
    void ask(const FetchHistory& request, Callback<void(Result<HistoryPage>)> done, int attempts);

    Connection& m_connection;
    EventApplier& m_applier;
    const ClientState& m_state;
    Cache* m_cache = nullptr;
};

} // namespace parlance::client
