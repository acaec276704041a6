#pragma once

#include "session/ratelimiter.h"

#include <QByteArray>

#include <string_view>
#include <vector>

namespace parlance::test {

/// What one request may cost, whoever is there.
struct Bound {
    qint64 calls = 0;   ///< of the store
    qint64 rows = 0;    ///< in its answers
    qint64 reply = 0;   ///< bytes to the asker
    qint64 event = 0;   ///< bytes to each other client
    qint64 lookups = 0; ///< of names among the members of rooms
};

bool isWithin(const Bound& cost, const Bound& bound);

/// One way to make a request.
struct Case {
    std::string_view type;
    QByteArray what;  ///< for people
    QByteArray frame; ///< %1: a number of the request's own; TOKEN, LOG, OWN, MINE, ROOM: see filledIn()
    Bound bound;
    bool isPlain = false;
    RateClass rate = RateClass::Unlimited;
    bool isFirst = false;   ///< is said on a connection that has said nothing yet
    bool isAnswered = true; ///< else it is refused, or waits for a password to be hashed

    /// For the name of a test's row.
    QByteArray name() const;
};

/// One for each type of request, and more where one type can be asked in ways that cost differently.
std::vector<Case> cases();

/// What a hundred plain clients in a room are told for each byte that one of them sends. A message of a few bytes goes
/// to all of them with an id, a name and a time: that alone is a factor of 300.
constexpr qint64 mostAmplification = 800;

/// The bytes of some frames; heartbeats, which nobody asks for, do not count.
qint64 bytesIn(const std::vector<QByteArray>& frames);

} // namespace parlance::test
