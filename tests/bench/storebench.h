#pragma once

#include "storage/sqlitestore.h"
#include "support/roomcalled.h"

#include <QSemaphore>

#include <optional>

namespace parlance::bench {

/// A store and what waits for its answers.
class Bench {
  public:
    explicit Bench(const QString& folder)
    {
        auto opened = SqliteStore::open(
            {folder + QStringLiteral("/parlance.db"), Durability::Full, 0},
            {[this] { m_woken.release(); }, [](const QString& why) { qFatal("%s", qPrintable(why)); }});
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        m_store = *std::move(opened);
    }

    Store& store() { return *m_store; }

    template <class Until>
    void run(Until isDone)
    {
        while (!isDone()) {
            m_woken.acquire();
            m_store->deliver();
        }
    }

    template <class T, class Ask>
    T ask(Ask question)
    {
        std::optional<T> found;
        question(Done<T>([&found](Result<T> result) { found = *std::move(result); }));
        run([&found] { return found.has_value(); });
        return *std::move(found);
    }

    RoomRecord open(const RoomId& room)
    {
        m_store->makeRoom(test::roomCalled(room), {});
        return ask<RoomRecord>([&](auto done) { m_store->openRoom(room, std::move(done)); });
    }

  private:
    QSemaphore m_woken;
    std::unique_ptr<SqliteStore> m_store;
};

/// A message of the usual length.
NewEvent message(const RoomId& room, int sender);

/// Many messages in one room, as fast as it goes.
void fill(Bench& bench, const RoomId& room, int messages, const QString& text);

} // namespace parlance::bench
