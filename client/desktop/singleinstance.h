#pragma once

#include "base/callback.h"
#include "base/deadlines.h"
#include "base/result.h"
#include "desktop/filelock.h"
#include "desktop/raiselistener.h"

namespace parlance::client {

/// One program for each profile of an account. The first holds a lock and listens on a socket; one that is started
/// later hands its links over and is to end. Two that start at the same moment never both win, and what a killed one
/// left in the folder is in nobody's way. Lives in the thread of its event loop; the wheel must outlive it.
class SingleInstance final : public QObject {
    Q_OBJECT
  public:
    enum class Outcome {
        First,        ///< go on; raised() tells of the others
        HandedOver,   ///< the first has what we were asked to do: end
        NotAnswering, ///< there is a first, but it hangs: say so and end
    };

    static constexpr qint64 patience = 10'000; ///< milliseconds until NotAnswering; a busy machine may need some
    static constexpr qint64 tryEvery = 50;     ///< milliseconds; the first may be starting or ending

    /// The folder is the account's own, best QStandardPaths::RuntimeLocation (XDG_RUNTIME_DIR).
    SingleInstance(DeadlineWheel& wheel, const QString& folder, const QString& profile);

    /// To be called once. `done` comes from the event loop; an error: the folder does not take our lock or socket, and
    /// nobody can say whether there is another.
    void start(const RaiseRequest& request, Callback<void(Result<Outcome>)> done);

  Q_SIGNALS:
    void raised(const RaiseRequest& request);

  private:
    void attempt();
    void listen();
    void handOver();
    void onAnswer();
    void tryLater();
    void forgetSocket();
    void finish(const Result<Outcome>& outcome);

    DeadlineWheel& m_wheel;
    QString m_path;  // without its ending
    FileLock m_lock; // given back after the socket is gone
    RaiseListener m_listener;
    QByteArray m_request;
    Callback<void(Result<Outcome>)> m_done;
    QLocalSocket* m_socket = nullptr; // a child; a new one for each attempt
    Deadline m_nextAttempt;
    Deadline m_end;
};

} // namespace parlance::client
