#pragma once

#include "core/client.h"

#include <span>
#include <unordered_map>

namespace parlance::client {

/// Something that happened in a room and is no message: said in a line between messages.
struct Notice {
    enum Kind { Topic, RoomRenamed, Renamed, Presence };

    Kind kind = Presence;
    qint64 after = 0; ///< `n` of the message that it followed
    QString who;      ///< their name, of Renamed the one before; empty of RoomRenamed: an admin of the server
    QString text;     ///< of Topic: the new one, empty if it was removed; of RoomRenamed and Renamed: the new name
    std::map<UserId, QString> came; ///< of Presence
    std::map<UserId, QString> left;
    qint64 at = 0; ///< wall time, ms: the server's where it is in the log, else this computer's
};

class NoticesObserver {
  public:
    virtual ~NoticesObserver() = default;

    /// One was added below the message with this `n`, or the last one there has changed.
    virtual void noticed(const RoomId& room, qint64 after) = 0;
};

/// What happens in a client's rooms besides messages, while it is connected; not kept over a restart. Coming and going
/// without a message in between is one notice. In a crowd, where presence is only a number, nobody comes or goes.
class Notices final : public ClientObserver {
  public:
    static constexpr size_t limit = 200; ///< of a room; then the oldest go

    /// The client and the clock must outlive it.
    Notices(Client& client, const Clock& clock);
    ~Notices() override;

    Observers<NoticesObserver>& observers() { return m_observers; }

    /// Those that followed the message with this `n`.
    std::span<const Notice> after(const RoomId& room, qint64 n) const;

  private:
    struct Known {
        std::vector<Notice> notices; // by `after`
        std::map<UserId, QString> present;
        bool live = false;
    };

    void roomRemoved(const RoomId& room) override;
    void presenceChanged(const RoomId& room) override;
    void roomChanged(const RoomId& room) override;
    void eventHandled(const LogEntry& event) override;

    void compare(const RoomId& roomId, Known& known, const RoomState& room);
    Notice& presenceNotice(Known& known, qint64 after) const;
    void add(const RoomId& room, Notice notice);

    Client& m_client;
    const Clock& m_clock;
    Observers<NoticesObserver> m_observers;
    std::unordered_map<RoomId, Known> m_rooms;
};

} // namespace parlance::client
