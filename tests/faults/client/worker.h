#pragma once

#include "base/wheeltimer.h"
#include "core/client.h"
#include "faults/client/people.h"
#include "faults/client/tap.h"
#include "net/websockettransport.h"

#include <QRandomGenerator>
#include <QTimer>

namespace parlance::faults {

struct WorkerOptions {
    client::Login login;
    QString name;
    std::vector<RoomName> rooms;
    QString history;
    QString tokenFile;
    client::Cache* cache = nullptr;
    quint32 seed = 1;
    qint64 pause = 50;      ///< milliseconds between two deeds, on average
    qint64 ceiling = 1'000; ///< of the back-off, milliseconds
    bool hasPeople = false; ///< reads, changes its name, leaves rooms and comes back, too
};

/// A person that never sleeps: writes, edits and deletes at random, and writes down what became of it and what came
/// from others. Stands on the same core as the desktop app.
class Worker final : private client::ClientObserver {
  public:
    /// `settled` is called once after each rest(): all that was written is settled and every room is live.
    Worker(WorkerOptions options, std::function<void()> settled);
    ~Worker() override;

    void start();
    /// Writes nothing new from now on.
    void rest();
    /// Writes down who is said to be where; `done` is called when it knows.
    void tellPeople(std::function<void()> done) { m_people.report(std::move(done)); }
    /// Writes down how everything looks in the end.
    void finish();

  private:
    void identityChanged() override;
    void joinFailed(const client::RoomRef& room, const Error& error) override;
    void outboxChanged(const RoomId& room, const Nonce& nonce) override;
    void messagesChanged(const RoomId& room, const client::RowChange& change) override;
    void eventHandled(const LogEntry& event) override;
    void roomChanged(const RoomId& room) override;

    void scheduleDeed();
    void deed();
    void change(const RoomId& room);
    void rename(const RoomId& room);
    void invoked(const Nonce& nonce);
    void settleSoon();
    void settle();
    void recordState(const RoomId& room);

    const WorkerOptions m_options;
    const std::function<void()> m_settled;
    QRandomGenerator m_random;
    SystemClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    WheelTimer m_timer{m_wheel};
    History m_history;
    client::WebSocketTransport m_line{m_wheel};
    Tap m_tap{m_line, m_history};
    client::Client m_client;
    People m_people{m_client, m_history, m_wheel, m_random};
    std::set<Nonce> m_failed;
    QTimer m_next; // the wheel's steps are too large for the busiest
    Deadline m_settling;
    int m_written = 0;
    bool m_isResting = false;
    bool m_isSettled = false;
};

} // namespace parlance::faults
