#pragma once

namespace parlance {

/// How somebody stands to a room, and to a message in it.
struct Relation {
    bool isMember = false;
    bool isPresent = false; ///< is in the room on the connection that asks
    bool isAuthor = false;  ///< of the message that the action is about
    bool isMaker = false;   ///< of the room
    bool isAdmin = false;   ///< of the server
};

enum class Action {
    Read,   ///< what is in the log
    Write,  ///< a message or a topic
    Change, ///< a message that is there: edit it or delete it
    Rename, ///< the room
};

/// The table of rights: denied by default. All rooms are public, so everybody who may be on the server may read.
constexpr bool may(const Relation& actor, Action action)
{
    const bool belongs = actor.isMember || actor.isPresent;
    switch (action) {
    case Action::Read:
        return true;
    case Action::Write:
        return belongs;
    case Action::Change:
        return belongs && actor.isAuthor;
    case Action::Rename:
        return actor.isAdmin || (belongs && actor.isMaker);
    }
    return false;
}

} // namespace parlance
