#include "session/rates.h"

namespace parlance {

Rate rateOf(RateClass what, const Limits& limits)
{
    switch (what) {
    case RateClass::Greeting:
        return {200, 10'000};
    case RateClass::Join:
        return {200, 10'000}; // all rooms of a connection at once after a reconnection, and once again
    case RateClass::Message:
        return {limits.messages, limits.messagesWindow};
    case RateClass::Typing:
        return {60, 10'000};
    case RateClass::Read:
        return {200, 10'000};
    case RateClass::Page:
        return {100, 10'000}; // scrolling fast through an old room
    case RateClass::Rename:
        return {5, 60'000};
    case RateClass::Account:
        return {30, 60'000};
    case RateClass::Ping:
        return {20, 10'000};
    case RateClass::Unlimited:
    case RateClass::Password: // counted by the handler, wrong ones only
    case RateClass::NewRoom:  // counted by the handler, new ones only
        break;
    }
    return {};
}

} // namespace parlance
