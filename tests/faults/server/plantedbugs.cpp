#include "faults/server/plantedbugs.h"

#include "faults/server/clusterbugs.h"
#include "sqlite/database.h"
#include "support/passingstore.h"

#include <QFileInfo>
#include <QTimer>

#include <map>

namespace parlance::faults {

using test::PassingStore;

namespace {

/// Acknowledges what it writes only a while later: a kill in between loses what was promised.
class AcknowledgesEarly final : public PassingStore {
  public:
    using PassingStore::PassingStore;

    void append(NewEvent event, Done<Appended> done) override
    {
        const auto* message = std::get_if<NewMessage>(&event.what);
        auto head = m_heads.find(event.room);
        if (!message || head == m_heads.end())
            return PassingStore::append(std::move(event), std::move(done));
        MessagePosted posted{
            event.room,    ++head->second.seq, ++head->second.n, message->id, event.author, event.authorName,
            message->text, event.timestamp,    event.nonce,      {},          {},           {}};
        QTimer::singleShot(0, [posted = std::move(posted), done = std::move(done)]() mutable {
            done(Appended{std::move(posted), false});
        });
        QTimer::singleShot(delay,
                           [this, event = std::move(event)]() mutable { PassingStore::append(std::move(event), {}); });
    }

    void openRoom(const RoomId& room, Done<RoomRecord> done) override
    {
        PassingStore::openRoom(room, noting(std::move(done)));
    }

  private:
    static constexpr int delay = 300; // ms

    Done<RoomRecord> noting(Done<RoomRecord> done)
    {
        return [this, done = std::move(done)](Result<RoomRecord> record) mutable {
            if (record)
                m_heads[record->room] = {record->head, record->n};
            done(std::move(record));
        };
    }

    struct Head {
        qint64 seq = 0;
        qint64 n = 0;
    };
    std::map<RoomId, Head> m_heads;
};

/// Gives again what the client has already.
class ResumesTooEarly final : public PassingStore {
  public:
    using PassingStore::PassingStore;

    void eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count,
                     Done<EventSlice> done) override
    {
        PassingStore::eventsAfter(reader, room, std::max<qint64>(since - 1, 0), count, std::move(done));
    }
};

/// What is sent again is written again.
class IgnoresNonces final : public PassingStore {
  public:
    using PassingStore::PassingStore;

    void append(NewEvent event, Done<Appended> done) override
    {
        NewEvent copy = event;
        PassingStore::append(std::move(event),
                             [this, copy = std::move(copy), done = std::move(done)](Result<Appended> appended) mutable {
                                 if (!appended || !appended->repeated)
                                     return done(std::move(appended));
                                 copy.nonce = Nonce::random();
                                 PassingStore::append(std::move(copy), std::move(done));
                             });
    }
};

/// Acknowledges every fifth edit and keeps what was there.
class LosesEdits final : public PassingStore {
  public:
    using PassingStore::PassingStore;

    void append(NewEvent event, Done<Appended> done) override
    {
        auto* edit = std::get_if<NewEdit>(&event.what);
        if (edit && ++m_edits % 5 == 0)
            edit->text = QStringLiteral("what was there");
        PassingStore::append(std::move(event), std::move(done));
    }

  private:
    int m_edits = 0;
};

class PassingSink : public EventSink {
  public:
    explicit PassingSink(EventSink& sink)
        : m_sink(sink)
    {}
    void logged(const DurableEvent& event) override { m_sink.logged(event); }
    std::unique_ptr<RoomSink> open(const RoomId& room, const Presence& present) override
    {
        return m_sink.open(room, present);
    }

  private:
    EventSink& m_sink;
};

class DropsBroadcasts final : public PassingSink {
  public:
    using PassingSink::PassingSink;
    void logged(const DurableEvent& event) override
    {
        if (++m_count % 997 != 0)
            PassingSink::logged(event);
    }

  private:
    int m_count = 0;
};

/// Now and then an event overtakes the one before it.
class SwapsBroadcasts final : public PassingSink {
  public:
    using PassingSink::PassingSink;
    void logged(const DurableEvent& event) override
    {
        if (++m_count % 100 == 0) {
            m_held = event;
            return;
        }
        PassingSink::logged(event);
        if (m_held)
            PassingSink::logged(*std::exchange(m_held, std::nullopt));
    }

  private:
    int m_count = 0;
    std::optional<DurableEvent> m_held;
};

template <class Bug>
Seams inStore()
{
    return {
        [](std::unique_ptr<Store> store) -> std::unique_ptr<Store> { return std::make_unique<Bug>(std::move(store)); },
        {}};
}

template <class Bug>
Seams inSink()
{
    return {{}, [](EventSink& sink) -> std::unique_ptr<EventSink> { return std::make_unique<Bug>(sink); }};
}

} // namespace

std::optional<Seams> plantedBug(const QByteArray& name)
{
    static const std::map<QByteArray, Seams> bugs{
        {"", {}},
        {"acknowledge-before-commit", inStore<AcknowledgesEarly>()},
        {"duplicate-on-resume", inStore<ResumesTooEarly>()},
        {"ignore-the-nonce", inStore<IgnoresNonces>()},
        {"lose-an-edit", inStore<LosesEdits>()},
        {"drop-a-broadcast", inSink<DropsBroadcasts>()},
        {"swap-two", inSink<SwapsBroadcasts>()},
        {"reuse-a-seq", {}}, // see forgetLastEvents()
    };
    for (const auto* known : {&bugs, &clusterBugs()}) {
        if (const auto found = known->find(name); found != known->end())
            return found->second;
    }
    return std::nullopt;
}

void forgetLastEvents(const QString& path)
{
    if (!QFileInfo::exists(path))
        return;
    Database database(path, Database::Access::ReadWrite);
    database.execute("BEGIN IMMEDIATE");
    database.execute("DELETE FROM changes WHERE rev IN (SELECT head FROM rooms WHERE id = place >> 32)");
    database.execute("DELETE FROM events WHERE place IN (SELECT id << 32 | head FROM rooms)");
    database.execute("UPDATE rooms SET head = head - 1,"
                     " n = ifnull((SELECT n FROM events WHERE place = rooms.id << 32 | rooms.head - 1), 0)");
    database.execute("COMMIT");
    if (database.failed())
        qFatal("%s", qPrintable(database.errorText()));
}

} // namespace parlance::faults
