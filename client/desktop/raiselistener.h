#pragma once

#include "base/deadlines.h"
#include "desktop/raiserequest.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>

#include <map>

namespace parlance::client {

/// Takes requests from programs of the same account that were started later. A request that is not whole within its
/// time, too large or not a request is not answered. Lives in the thread of its event loop; the wheel must outlive it.
class RaiseListener final : public QObject {
    Q_OBJECT
  public:
    static constexpr qint64 wholeWithin = 2'000; ///< milliseconds
    static constexpr size_t maxCallers = 8;      ///< one more is turned away

    static QByteArray acknowledgement() { return QByteArrayLiteral("ok\n"); }

    explicit RaiseListener(DeadlineWheel& wheel);

    /// Only who holds the lock may: takes the place of a socket that was left there. Whether it worked.
    [[nodiscard]] bool listen(const QString& path);
    QString errorString() const { return m_server.errorString(); }

  Q_SIGNALS:
    void raised(const RaiseRequest& request);

  private:
    struct Caller {
        QByteArray bytes;
        Deadline deadline;
    };

    void onConnection();
    void onBytes(QLocalSocket* socket);
    void acknowledge(QLocalSocket* socket);
    void drop(QLocalSocket* socket);

    DeadlineWheel& m_wheel;
    std::map<QLocalSocket*, Caller> m_callers; // the sockets are children of the server
    QLocalServer m_server;
};

} // namespace parlance::client
