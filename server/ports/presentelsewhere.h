#pragma once

#include "protocol/records.h"

#include <vector>

namespace parlance {

/// Who is present in rooms by connections to other nodes, in rooms that are not in memory, too. Implementation:
/// cluster/RemotePeople.
class PresentElsewhere {
  public:
    virtual ~PresentElsewhere() = default;

    virtual std::vector<Present> in(const RoomId& room) const = 0;
    virtual qint64 countIn(const RoomId& room) const = 0;
};

} // namespace parlance
