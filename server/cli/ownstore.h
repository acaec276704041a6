#pragma once

#include "app/settings.h"
#include "ports/store.h"
#include "storage/files.h"

#include <QSemaphore>

namespace parlance::cli {

/// The log of a server that does not run, for programs that have nothing else to do: each question waits for its
/// answer. Keeps a server from starting meanwhile.
class OwnStore {
  public:
    /// The error is one line, also where a server runs or there is no log.
    static Result<std::unique_ptr<OwnStore>> open(const Settings& settings);

    /// `ask` gets the store and the callback.
    template <class T, class Ask>
    Result<T> answer(Ask ask)
    {
        std::optional<Result<T>> result;
        ask(*m_store, Done<T>([&result](Result<T> found) { result = std::move(found); }));
        while (!result && !m_lost) {
            m_woken.acquire();
            m_deliver();
        }
        return result ? *std::move(result) : Error{ErrorCode::Internal, *m_lost, {}};
    }

  private:
    explicit OwnStore(const QString& folder)
        : m_owner(folder)
    {}

    /// Keeps the store, and what makes it answer.
    template <class T>
    void keep(std::unique_ptr<T> store)
    {
        m_deliver = [made = store.get()] { made->deliver(); };
        m_store = std::move(store);
    }

    const FolderOwner m_owner; // until the store has closed its files
    QSemaphore m_woken;
    std::optional<QString> m_lost;
    std::unique_ptr<Store> m_store;
    std::function<void()> m_deliver;
};

} // namespace parlance::cli
