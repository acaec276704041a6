#pragma once

#include "ports/records.h"
#include "postgresql/pgnotices.h"

namespace parlance {

/// Takes away what deleted rooms have left and what strangers have made too much of, as Store::onSwept() has it. One
/// node does so at a time.
class PgSweeper {
  public:
    /// `node`: see PgNotices.
    PgSweeper(PgConnection& connection, const NodeId& node)
        : m_connection(connection)
        , m_notices(node)
    {}

    struct Done {
        Swept swept;
        bool isMore = false;    ///< there is more to take away
        qint64 untilNext = 0;   ///< so many rows may strangers make before there are too many
        bool hasPosted = false; ///< other nodes have something to learn
    };

    /// One transaction of a few milliseconds, or none; where there is much it goes bit by bit.
    Done sweep();

  private:
    bool isAlone();
    void sweepPeople(Done& done);
    void sweepRooms(Done& done);
    void sweepLeftovers(Done& done);

    PgConnection& m_connection;
    PgNotices m_notices;
};

} // namespace parlance
