#pragma once

#include "redis/redisaddress.h"
#include "redis/redisreply.h"

#include <QObject>

#include <functional>

class QTcpSocket;

namespace parlance {

/// One connection to Redis, in the event loop. Says who it is, then sends commands and hands on what comes back. Fails
/// once, and is of no use afterwards. Waits for ever: only its owner knows what has to be answered.
class RedisConnection final : public QObject {
  public:
    /// Each is called from the event loop. The connection must outlive the call.
    struct Calls {
        std::function<void()> ready;
        std::function<void(const RedisReply&)> replied; ///< to what was sent since it is ready, or a message
        std::function<void(const QString& why)> failed; ///< one line
    };

    /// Opens.
    RedisConnection(const RedisAddress& address, Calls calls);
    ~RedisConnection() override;

    bool isReady() const { return m_isReady; }
    void send(const std::vector<QByteArray>& words);

    /// Bytes that have not been written.
    qint64 backlog() const;

  private:
    void begin();
    void read();
    void greeted(const RedisReply& reply);
    void becomeReady();
    void fail(const QString& why);

    const RedisAddress m_address;
    Calls m_calls;
    QTcpSocket* const m_socket;
    RedisReplies m_replies;
    bool m_isReady = false;
    bool m_hasFailed = false;
};

} // namespace parlance
