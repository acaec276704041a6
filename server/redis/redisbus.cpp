#include "redis/redisbus.h"

#include "base/logging.h"

namespace parlance {

namespace {

/// By the access list of the user.
bool isForbidden(const RedisReply& reply)
{
    return reply.isError() && reply.text.startsWith("NOPERM");
}

} // namespace

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
    m_step = Step::Away;
    m_next = m_wheel.after(0, [this] { open(); });
}

void RedisBus::open()
{
    m_step = Step::Away;
    m_tooLate = m_wheel.after(patience, [this] { fail(QStringLiteral("it does not answer")); });
    m_hearer = connectionFor([this] { askForRole(); }, [this](const RedisReply& reply) { heard(reply); });
    m_speaker = connectionFor([this] { becomeAttached(); }, [this](const RedisReply& reply) { publishReplied(reply); });
}

std::unique_ptr<RedisConnection> RedisBus::connectionFor(std::function<void()> ready,
                                                         std::function<void(const RedisReply&)> replied)
{
    return std::make_unique<RedisConnection>(
        m_address,
        RedisConnection::Calls{std::move(ready), std::move(replied), [this](const QString& why) { fail(why); }});
}

void RedisBus::askForRole()
{
    m_step = Step::AskingForRole;
    m_hearer->send({"ROLE"});
}

void RedisBus::heard(const RedisReply& reply)
{
    switch (m_step) {
    case Step::Away:
        break; // of a connection that is about to go
    case Step::AskingForRole:
        return roleReplied(reply);
    case Step::Subscribing:
        return subscribeReplied(reply);
    case Step::Hearing:
        if (reply.textAt(0) == "message")
            m_listener->heard(reply.textAt(2));
        else if (reply.isError())
            fail(QString::fromUtf8(reply.text));
        break;
    }
}

void RedisBus::roleReplied(const RedisReply& reply)
{
    const QByteArray role = reply.textAt(0);
    if (role == "slave") {
        fail(QStringLiteral("it is a replica, which does not hand messages on: name the primary"));
    } else if (role == "master" || isForbidden(reply)) { // an access list may forbid to ask
        m_step = Step::Subscribing;
        m_hearer->send({"SUBSCRIBE", m_channel});
    } else if (reply.isError()) {
        refused("ROLE", reply);
    }
}

void RedisBus::subscribeReplied(const RedisReply& reply)
{
    if (reply.isError())
        return refused("SUBSCRIBE", reply);
    if (reply.textAt(0) != "subscribe")
        return;
    m_step = Step::Hearing;
    becomeAttached();
}

/// Only this tells that all works: the access list may allow to subscribe, and not to publish.
void RedisBus::publishReplied(const RedisReply& reply)
{
    if (reply.isError())
        return refused("PUBLISH", reply);
    m_backOff.reset();
    if (!std::exchange(m_lastProblem, {}).isEmpty())
        qCInfo(logApp).noquote() << "Redis is there:" << m_address.shown();
}

void RedisBus::becomeAttached()
{
    if (!isAttached())
        return;
    m_tooLate.cancel();
    m_listener->attached();
}

void RedisBus::publish(const QByteArray& message)
{
    if (isAttached() && m_speaker->backlog() + message.size() <= maxBacklog)
        m_speaker->send({"PUBLISH", m_channel, message});
    else
        ++m_dropped;
}

/// Redis does not say what is missing: the command, or the channel, which Redis 7 allows nobody by itself.
void RedisBus::refused(const char* command, const RedisReply& error)
{
    const QString text = QString::fromUtf8(error.text);
    if (!isForbidden(error))
        return fail(text);
    fail(QStringLiteral("it refuses %1 (%2). Give its user these rights, see ACL SETUSER and OPERATING.md: %3")
             .arg(QLatin1String(command), text, rights));
}

void RedisBus::fail(const QString& why)
{
    if (m_next.isPending())
        return; // the other connection may fail, too
    if (std::exchange(m_lastProblem, why) != why)
        qCWarning(logApp).noquote().nospace() << "cluster.redis: " << m_address.shown() << ": " << why;
    m_step = Step::Away;
    m_tooLate.cancel();
    // Both connections stay until then, because this may be a call of one of them.
    m_next = m_wheel.after(m_backOff.next(m_random()), [this] { open(); });
}

} // namespace parlance
