#include "redis/redisbus.h"

#include "base/logging.h"

namespace parlance {

RedisBus::RedisBus(RedisAddress address, QByteArray channel, DeadlineWheel& wheel, std::function<double()> random)
    : m_address(std::move(address))
    , m_channel(std::move(channel))
    , m_wheel(wheel)
    , m_random(std::move(random))
{}

void RedisBus::attach(BusListener& listener)
{
    m_listener = &listener;
    open();
}

void RedisBus::reconnect()
{
    m_isSubscribed = false;
    m_next = m_wheel.after(0, [this] { open(); });
}

void RedisBus::open()
{
    m_isSubscribed = false;
    m_hearer = connectionFor([this] { m_hearer->send({"ROLE"}); }, [this](const RedisReply& reply) { replied(reply); });
    m_speaker = connectionFor([this] { becomeAttached(); },
                              [this](const RedisReply& reply) {
                                  if (reply.isError())
                                      fail(QString::fromUtf8(reply.text));
                              });
}

std::unique_ptr<RedisConnection> RedisBus::connectionFor(std::function<void()> ready,
                                                         std::function<void(const RedisReply&)> replied)
{
    return std::make_unique<RedisConnection>(
        m_address, m_wheel,
        RedisConnection::Calls{std::move(ready), std::move(replied), [this](const QString& why) { fail(why); }});
}

/// To ROLE, then to SUBSCRIBE, then messages.
void RedisBus::replied(const RedisReply& reply)
{
    const QByteArray kind = reply.textAt(0);
    if (kind == "message") {
        m_listener->heard(reply.textAt(2));
    } else if (kind == "subscribe") {
        m_isSubscribed = true;
        becomeAttached();
    } else if (kind == "slave") {
        fail(QStringLiteral("it is a replica, which does not hand messages on: name the primary"));
    } else if (kind == "master" || reply.text.startsWith("NOPERM")) { // an access list may forbid to ask
        m_hearer->send({"SUBSCRIBE", m_channel});
    } else if (reply.isError()) {
        fail(QString::fromUtf8(reply.text));
    }
}

void RedisBus::becomeAttached()
{
    if (!isAttached())
        return;
    m_backOff.reset();
    if (!std::exchange(m_lastProblem, {}).isEmpty())
        qCInfo(logApp).noquote() << "Redis is there:" << m_address.shown();
    m_listener->attached();
}

void RedisBus::publish(const QByteArray& message)
{
    if (isAttached() && m_speaker->backlog() + message.size() <= maxBacklog)
        m_speaker->send({"PUBLISH", m_channel, message});
    else
        ++m_dropped;
}

void RedisBus::fail(const QString& why)
{
    if (m_next.isPending())
        return; // the other connection may fail, too
    if (std::exchange(m_lastProblem, why) != why)
        qCWarning(logApp).noquote().nospace() << "cluster.redis: " << m_address.shown() << ": " << why;
    m_isSubscribed = false;
    // Both connections stay until then, because this may be a call of one of them.
    m_next = m_wheel.after(m_backOff.next(m_random()), [this] { open(); });
}

} // namespace parlance
