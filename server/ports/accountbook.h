#pragma once

#include "ports/accountrows.h"
#include "ports/linkrows.h"

namespace parlance {

/// Everything that a store knows about accounts, inside of one transaction of its writer. Nothing written is seen by
/// anybody else, or counts, before the transaction is committed.
///
/// After an error of the database all reads find nothing and all writes do nothing; the commit fails then.
/// Implementation: storage/AccountTables, for all stores.
class AccountBook {
  public:
    virtual ~AccountBook() = default;

    virtual AccountRows& accounts() = 0;
    virtual DeviceRows& devices() = 0;
    virtual LinkRows& links() = 0;
    virtual CareRows& care() = 0;
    virtual PersonRows& people() = 0;

    /// What time it is: the store's own clock where several nodes share it, else the caller's.
    virtual qint64 time(qint64 callers) = 0;
};

} // namespace parlance
