#pragma once

#include "base/backoff.h"
#include "base/deadlines.h"
#include "ports/eventbus.h"
#include "redis/redisconnection.h"

#include <QLatin1String>

namespace parlance {

/// The bus as a channel of a Redis server's. A connection listens and another speaks, because one that has subscribed
/// may not publish. Connects anew by itself. Redis keeps nothing: it may be restarted, flushed or stopped at any time.
class RedisBus final : public EventBus {
  public:
    /// Milliseconds between two attempts, at most.
    static constexpr qint64 longestPause = 1'000;
    /// Milliseconds from opening to hearing. What follows TCP's handshake counts, too: a stopped Redis, or a proxy
    /// before it, takes connections and stays silent.
    static constexpr qint64 patience = 5'000;
    /// Bytes that Redis has not taken, above which messages are dropped.
    static constexpr qint64 maxBacklog = 8 * 1024 * 1024;

    /// What the access list of its user has to say, as in packaging/OPERATING.md.
    static constexpr QLatin1String rights{
        "resetchannels &parlance.* -@all +auth +ping +hello +subscribe +publish +role"};

    /// The wheel outlives it. `random` draws evenly from [0, 1).
    RedisBus(RedisAddress address, QByteArray channel, DeadlineWheel& wheel, std::function<double()> random);

    void attach(BusListener& listener) override;
    void publish(const QByteArray& message) override;
    void reconnect() override;

    /// Why it does not work, in one line; empty if a message got through since, or it has only just begun.
    const QString& problem() const { return m_lastProblem; }
    /// Messages that nobody could be told.
    quint64 dropped() const { return m_dropped; }

  private:
    /// What the connection that listens has got to. Whatever comes is the answer to what was asked last, so that no
    /// answer makes it ask the same again.
    enum class Step { Away, AskingForRole, Subscribing, Hearing };

    void open();
    std::unique_ptr<RedisConnection> connectionFor(std::function<void()> ready,
                                                   std::function<void(const RedisReply&)> replied);
    void askForRole();
    void heard(const RedisReply& reply);
    void roleReplied(const RedisReply& reply);
    void subscribeReplied(const RedisReply& reply);
    void publishReplied(const RedisReply& reply);
    void becomeAttached();
    void refused(const char* command, const RedisReply& error);
    void fail(const QString& why);
    bool isAttached() const { return m_step == Step::Hearing && m_speaker && m_speaker->isReady(); }

    const RedisAddress m_address;
    const QByteArray m_channel;
    DeadlineWheel& m_wheel;
    const std::function<double()> m_random;
    BusListener* m_listener = nullptr;
    std::unique_ptr<RedisConnection> m_hearer;
    std::unique_ptr<RedisConnection> m_speaker;
    Step m_step = Step::Away;
    BackOff m_backOff{longestPause};
    QString m_lastProblem;
    Deadline m_tooLate;
    Deadline m_next;
    quint64 m_dropped = 0;
};

} // namespace parlance
