#pragma once

#include "base/wheeltimer.h"
#include "core/client.h"
#include "faults/client/tap.h"
#include "net/websockettransport.h"

#include <QRandomGenerator>

namespace parlance::faults {

struct WorkerOptions {
    client::Login login;
    QString name;
    std::vector<RoomName> rooms;
    QString history;
    QString tokenFile;
    quint32 seed = 1;
    qint64 pause = 50;      ///< milliseconds between two deeds, on average
    qint64 ceiling = 1'000; ///< of the back-off, milliseconds
    qint64 deeds = 0;       ///< after so many it does no more; 0: until told
};

/// A person that never sleeps: writes, edits and deletes at random, and writes down what became of it and what came
/// from others. Stands on the same core as the desktop app.
class Worker final : private client::ClientObserver {
  public:
    /// `quit` is called once all that was written is settled and every room is live, after finish().
    Worker(WorkerOptions options, std::function<void()> quit);
    ~Worker() override;

    void start();
    /// Writes nothing new from now on.
    void rest() { m_resting = true; }
    void finish();

  private:
    void identityChanged() override;
    void joinFailed(const RoomName& room, const Error& error) override;
    void outboxChanged(const RoomName& room, const Nonce& nonce) override;
    void messagesChanged(const RoomName& room, const client::RowChange& change) override;
    void eventHandled(const DurableEvent& event) override;
    void roomChanged(const RoomName& room) override;

    void scheduleDeed();
    void deed();
    void change(const RoomName& room);
    void invoked(const Nonce& nonce);
    void settleSoon();
    void settle();
    void recordState(const RoomName& room);

    const WorkerOptions m_options;
    const std::function<void()> m_quit;
    QRandomGenerator m_random;
    SystemClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    WheelTimer m_timer{m_wheel};
    History m_history;
    client::WebSocketTransport m_line{m_wheel};
    Tap m_tap{m_line, m_history};
    client::Client m_client;
    std::set<Nonce> m_failed;
    Deadline m_next;
    Deadline m_settling;
    int m_written = 0;
    qint64 m_deeds = 0;
    bool m_resting = false;
    bool m_finishing = false;
};

} // namespace parlance::faults
