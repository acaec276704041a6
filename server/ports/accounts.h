#pragma once

#include "ports/accountbook.h"
#include "ports/done.h"

#include <functional>
#include <memory>

namespace parlance {

using AccountWork = std::function<void(AccountBook&)>;

/// What is to be done with the book.
enum class BookAccess {
    Read,  ///< nothing is written
    Write, ///< in a transaction of its own, while no other node has the book for writing
};

/// The part of a Store that knows accounts.
class Accounts {
  public:
    virtual ~Accounts() = default;

    /// Runs `work` in the writer's thread, in the order of the calls, and calls back once what it has written is
    /// committed; Busy if it could not be. `work` is called again, from the beginning, where a database was lost before
    /// it answered: it uses nothing but the book and what it owns.
    virtual void withAccounts(BookAccess access, AccountWork work, Done<Nothing> done) = 0;
};

/// The same for work that has a result: `act` gives a Result<T>, and writes nothing where that is an error.
template <class T, class Act>
void askAccounts(Accounts& accounts, BookAccess access, Act act, Done<T> done)
{
    auto result = std::make_shared<std::optional<Result<T>>>();
    accounts.withAccounts(
        access, [result, act = std::move(act)](AccountBook& book) { *result = act(book); },
        [result, done = std::move(done)](const Result<Nothing>& committed) mutable {
            if (done)
                done(committed ? **std::move(result) : committed.error());
        });
}

} // namespace parlance
