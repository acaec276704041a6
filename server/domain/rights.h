#pragma once

namespace parlance {

/// How somebody stands to a room, and to a message in it.
struct Actor {
    bool isMember = false;
    bool isPresent = false; ///< is in the room on the connection that asks
    bool isAuthor = false;  ///< of the message that the action is about
};

enum class Action {
    Read,   ///< what is in the log
    Write,  ///< a message or a topic
    Change, ///< a message that is there: edit it or delete it
};

/// The table of rights: denied by default. All rooms are public, so everybody who may be on the server may read.
constexpr bool may(const Actor& actor, Action action)
{
    const bool belongs = actor.isMember || actor.isPresent;
    switch (action) {
    case Action::Read:
        return true;
    case Action::Write:
        return belongs;
    case Action::Change:
        return belongs && actor.isAuthor;
    }
    return false;
}

} // namespace parlance
