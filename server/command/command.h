#pragma once

#include "handlers/standing.h"
#include "session/session.h"

namespace parlance {

/// Who may ask.
enum class Permission {
    Anyone, ///< whoever the state admits
    Member, ///< members of the request's room, which need not be in memory
    InRoom, ///< whose connection is in the request's room now
    Author, ///< whoever has a name for the room: the store decides, since only it knows whether the nonce was seen
            ///< before; but for whoever is no member of it no room is loaded, see Authors
};

/// How much a request may be answered with. One with a long answer is refused while the answers before it have used up
/// what one may get at a time, see Budgets.
enum class Answer {
    Short, ///< no more than an event
    Long,  ///< up to limits::pageBytes
};

/// What a handler gets depends on the permission: with a pin comes the proof that the room is in memory, with a
/// standing that the asker is a member of it.
template <class Request, Permission P>
struct HandlerOf {
    using Type = void (*)(Services&, Call, RoomPin, const Request&);
};
template <class Request>
struct HandlerOf<Request, Permission::Member> {
    using Type = void (*)(Services&, Call, Standing, const Request&);
};
template <class Request>
struct HandlerOf<Request, Permission::Anyone> {
    using Type = void (*)(Services&, Call, const Request&);
};
template <class Request>
struct HandlerOf<Request, Permission::Author> {
    using Type = void (*)(Services&, Call, RoomPin, Authorship, const Request&);
};

/// In which states of a connection a request is allowed.
struct States {
    bool open = false;
    bool plain = false;
    bool full = false;

    constexpr bool admit(Session::Kind kind) const
    {
        switch (kind) {
        case Session::Kind::Open:
            return open;
        case Session::Kind::Plain:
            return plain;
        case Session::Kind::Full:
            return full;
        }
        return false;
    }
};

constexpr States whenOpen{true, false, false};
constexpr States whenOpenOrFull{true, false, true};
constexpr States whenOpenOrPlain{true, true, false};
constexpr States whenPlain{false, true, false};
constexpr States whenFull{false, false, true};

/// One row of the table. There is no row without all of it: denied is the default.
template <class RequestType, Permission P>
struct Command {
    using Request = RequestType;
    static constexpr Permission permission = P;

    constexpr Command(States s, RateClass r, Order o, Answer a, typename HandlerOf<Request, P>::Type h)
        : states(s)
        , rate(r)
        , order(o)
        , answer(a)
        , handler(h)
    {}

    States states;
    RateClass rate;
    Order order;
    Answer answer;
    typename HandlerOf<Request, P>::Type handler;
};

} // namespace parlance
