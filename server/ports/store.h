#pragma once

#include "ports/accounts.h"
#include "ports/eventlog.h"
#include "ports/memberships.h"
#include "ports/roomcare.h"
#include "ports/roomdirectory.h"

#include <functional>

namespace parlance {

/// The rooms' logs and what belongs to them for good: memberships, read marks, names, accounts.
///
/// Every call returns at once; its callback comes later, in the thread of the event loop, never from within the call.
/// Appends take effect in the order of the calls, and their callbacks come in that order. A read sees at least every
/// append whose callback had come when it was asked for. Errors: Busy (try again), NotFound, Forbidden, NotJoined,
/// NameTaken. Implementations: storage/SqliteStore, postgresql/PostgresqlStore, storage/MemoryStore. All pass
/// tests/storage/store_contract.h.
class Store : public EventLog, public RoomDirectory, public Memberships, public RoomCare, public Accounts {
  public:
    virtual StoreState state() const = 0; ///< at once

    /// Strangers can make rows without a durable event: memberships of people who never wrote, and rooms. Above
    /// mostSilentMemberships and mostEmptyRooms the store takes some away and calls back, in the order of the answers.
    /// The newest of the address that holds the most go first. Memberships that a full disk did not take are among
    /// them. To be set before the first call.
    virtual void onSwept(std::function<void(const Swept&)> swept) = 0;
};

} // namespace parlance
