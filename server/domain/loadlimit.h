#pragma once

#include "base/errors.h"
#include "base/ids.h"

#include <QString>

#include <optional>

namespace parlance {

/// For whom a room is opened. Without an address: for the server itself.
struct Asker {
    UserId user;
    QString address;

    bool isServer() const { return address.isEmpty(); }
};

/// Bounds how much is loaded into memory for somebody: to load a room takes a step for each of its members, however
/// little was asked for. Implementation: session/Budgets.
class LoadLimit {
  public:
    virtual ~LoadLimit() = default;

    /// Why no room may be loaded for them now; nothing if one may.
    virtual std::optional<Error> loadRefused(const Asker& asker) const = 0;

    /// A room of that weight (see Rooms) was loaded for them.
    virtual void loaded(const Asker& asker, qint64 weight) = 0;
};

} // namespace parlance
