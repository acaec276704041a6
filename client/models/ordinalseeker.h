#pragma once

#include "core/client.h"

namespace parlance::client {

/// Fetches the page of history around a room's message number `n`. Pages are asked for by `seq`, of which only the
/// messages at hand are known: it is guessed between the nearest of those, and each page that comes narrows the guess.
/// One search at a time. The client must outlive it.
class OrdinalSeeker {
  public:
    static constexpr int mostPages = 12;

    /// Called once, unless the search is stopped or another begins: true if the message is at hand now.
    using Done = std::function<void(bool found)>;

    explicit OrdinalSeeker(Client& client)
        : m_client(client)
    {}
    ~OrdinalSeeker() { stop(); }

    void seek(const RoomId& room, qint64 n, Done done);
    void stop();

    qint64 wanted() const { return m_wanted; } ///< 0: nothing is looked for

  private:
    void ask(int pagesLeft);
    void finish(bool found);
    std::optional<qint64> guess() const;

    Client& m_client;
    RoomId m_room;
    qint64 m_wanted = 0;
    Done m_done;
    std::shared_ptr<bool>
        m_alive; // owner: this and the answer that is waited for; false when it is not wanted any more
};

} // namespace parlance::client
