#pragma once

#include "core/messagewindow.h"
#include "core/ordinals.h"
#include "core/roomref.h"
#include "protocol/accounts.h"
#include "protocol/limits.h"

#include <map>

/// All that a client knows, as plain data. EventApplier alone writes it; everybody else reads.
namespace parlance::client {

struct Identity {
    UserId userId; ///< empty before the first welcome
    UserName username;
    QString token; ///< a secret
    QString serverName;
    Limits limits;
    std::optional<OwnAccount> account = {}; ///< nothing for a guest
    std::optional<OwnDevice> device = {};
};

struct RoomState {
    RoomName name;
    bool isOwner = false; ///< one made the room, so one may rename it
    LogId log;            ///< empty until joined for the first time
    qint64 head = 0;      ///< `seq` of the last event handled
    qint64 n = 0;         ///< how many messages there are up to head
    qint64 read = 0;      ///< how many of them are read, from the first on without a gap

    /// Messages beyond the mark that nobody has to read any more: seen here before those above them, or deleted.
    Ordinals settled;
    QString topic;
    std::map<UserId, QString> present; ///< names; incomplete while userCount is larger
    qint64 userCount = 0;
    std::vector<Present> typing; ///< who began first, first
    MessageWindow messages;
    bool live = false; ///< joined on this connection: what is here is current

    /// `seq` of the last change to a message that is not in the window. A page of history that does not
    /// reflect it may hold that message as it was before, so it is not merged.
    qint64 changedOutside = 0;

    /// `seq` up to which the name and the topic are known. They may be newer than `head`, and older events, which come
    /// later, do not change them back.
    qint64 describedAt = 0;

    qint64 unread() const { return std::max<qint64>(n - read - settled.count(), 0); }

    /// The ordinal number of the first message after number `after` that is unread; 0 if there is none.
    qint64 firstUnread(qint64 after = 0) const
    {
        const qint64 first = settled.endOfRunAfter(std::max(read, after)) + 1;
        return first <= n ? first : 0;
    }
    bool isUnread(qint64 ordinal) const { return ordinal > read && ordinal <= n && !settled.contains(ordinal); }
    bool hasOlder() const { return messages.isEmpty() ? n > 0 : messages.hasGapBefore(0); }
};

struct ClientState {
    Identity identity;
    std::map<RoomId, RoomState> rooms;

    const RoomState* room(const RoomId& id) const
    {
        const auto found = rooms.find(id);
        return found == rooms.end() ? nullptr : &found->second;
    }

    /// What a room is called; empty if it is not here.
    QString nameOf(const RoomId& id) const
    {
        const RoomState* found = room(id);
        return found ? found->name.text() : QString();
    }

    /// The room that a person means by a name, in whatever letter case; empty if none here is called so.
    RoomId roomCalled(const RoomName& name) const;
};

} // namespace parlance::client
