#pragma once

#include "postgresql/pgconnection.h"
#include "postgresql/postgresqlstore.h"
#include "storage/drafts.h"
#include "support/postgresserver.h"

#include <QSemaphore>
#include <QTest>

namespace parlance::test {

/// Stores in databases of a PostgreSQL server of the test's own, and how their answers are waited for.
class PostgresqlStores {
  protected:
    std::unique_ptr<PostgresqlStore> open(const PostgresqlStore::Rules& rules)
    {
        auto store = PostgresqlStore::open(rules, [this] { m_woken.release(); });
        if (!store)
            qFatal("%s", qPrintable(store.error().message));
        return *std::move(store);
    }

    /// A connection of the test's own.
    std::unique_ptr<PgConnection> connectTo(const QString& url)
    {
        auto connection = PgConnection::open(url);
        if (!connection)
            qFatal("%s", qPrintable(connection.error().message));
        return *std::move(connection);
    }

    /// Until `isDone`.
    template <class Done>
    void waitUntil(std::initializer_list<PostgresqlStore*> stores, Done isDone)
    {
        while (!isDone()) {
            QVERIFY2(m_woken.tryAcquire(1, 60'000), "no answer within 60 s");
            for (PostgresqlStore* store : stores)
                store->deliver();
        }
    }

    template <class T, class Ask>
    Result<T> answer(PostgresqlStore& store, Ask ask)
    {
        std::optional<Result<T>> result;
        ask(into(result));
        waitUntil({&store}, [&] { return result.has_value(); });
        return *std::move(result);
    }
    Result<Appended> append(PostgresqlStore& store, const NewEvent& event)
    {
        return answer<Appended>(store, [&](auto done) { store.append(event, std::move(done)); });
    }
    Result<RoomId> make(PostgresqlStore& store, const NewRoom& room)
    {
        return answer<RoomId>(store, [&](auto done) { store.makeRoom(room, std::move(done)); });
    }
    /// All of the room.
    std::vector<DurableEvent> log(PostgresqlStore& store)
    {
        std::vector<DurableEvent> all;
        for (;;) {
            const auto slice = answer<EventSlice>(
                store, [&](auto done) { store.eventsAfter(ann, general, qint64(all.size()), 100, std::move(done)); });
            if (slice->events.empty())
                return all;
            all.insert(all.end(), slice->events.begin(), slice->events.end());
        }
    }

    PostgresServer m_server;
    QSemaphore m_woken;
};

} // namespace parlance::test
