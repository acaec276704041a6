#include "session/session.h"

#include "base/logging.h"
#include "session/call.h"
#include "session/hub.h"

namespace parlance {

namespace {

constexpr qint64 maxWaitingBytes = 256 * 1024;
constexpr qint64 maxReplyBacklog = 256 * 1024;

} // namespace

Session::Session(SessionId id, std::unique_ptr<Link> link, Hub& hub, RequestHandler& handler)
    : m_id(id)
    , m_since(hub.wheel().clock().wall())
    , m_link(std::move(link))
    , m_hub(hub)
    , m_handler(handler)
{
    m_link->observe(this);
    m_greeting = hub.wheel().after(hub.rules().greeting, [this] { close(CloseCode::NotGreeted); });
}

Session::~Session() = default;

void Session::greeted(Kind kind, const UserId& user)
{
    m_kind = kind;
    m_user = user;
    m_greeting.cancel();
    m_hub.greeted(m_id);
    qCInfo(logSession).noquote() << m_id << (kind == Kind::Full ? "full" : "plain") << user.text() << address();
    // Spread, so that the clients of one second are not all beaten in one second for ever.
    if (kind == Kind::Full)
        scheduleBeat(qint64(m_hub.random() * double(m_hub.rules().heartbeat)));
}

void Session::scheduleBeat(qint64 delay)
{
    m_heartbeat = m_hub.wheel().after(delay, [this] {
        beat({});
        scheduleBeat(m_hub.rules().heartbeat);
    });
}

void Session::beat(const Ref& ref)
{
    send(encode(Heartbeat{m_hub.subscriptions().heads(*this), ref}));
}

void Session::send(const QByteArray& text)
{
    if (m_closing)
        return;
    m_hub.subscriptions().flush(*this);
    m_link->send(text);
}

void Session::sendFrames(const QByteArray& frames, qsizetype from)
{
    if (!m_closing)
        m_link->sendFrames(frames, from);
}

void Session::close(CloseCode code)
{
    if (m_closing)
        return;
    m_hub.subscriptions().flush(*this);
    m_closing = true;
    m_waiting.clear();
    m_first.reset();
    m_heartbeat.cancel();
    qCInfo(logSession).noquote() << m_id << "closing" << int(code) << info(code).reason.data();
    m_link->close(code);
}

void Session::received(const QByteArray& text)
{
    if (m_closing)
        return;
    const qint64 now = m_hub.wheel().clock().steadyMicroseconds();
    m_waiting.push_back({text, now});
    m_waitingBytes += text.size();
    pump(now);
}

void Session::drained()
{
    if (m_closing)
        return;
    if (!hasBacklog())
        m_hub.caughtUp(*this);
    if (m_backlogged)
        pump(m_hub.wheel().clock().steadyMicroseconds());
}

void Session::closed()
{
    qCInfo(logSession) << m_id << "gone";
    m_closing = true;
    m_waiting.clear();
    m_first.reset();
    m_handler.departed(*this);
    m_hub.remove(m_id); // destroys this
}

bool Session::mayBegin(Order order) const
{
    return m_underWay == 0 || (order == Order::Append && !m_alone);
}

void Session::goOn(qint64 now)
{
    m_hub.turns().begin(m_turn, now);
    pump(now);
}

/// `now` is when it is called, in steady microseconds.
void Session::pump(qint64 now)
{
    if (m_pumping)
        return; // the loop below goes on by itself
    m_pumping = true;
    while (!m_waiting.empty() && !m_alone && m_link->backlog() < maxReplyBacklog) {
        if (m_first && !mayBegin(m_first->order))
            break;
        if (!m_hub.turns().take(m_turn, m_id, now))
            break;
        First first = takeFirst();
        const auto& [request, order] = first;
        if (!mayBegin(order)) {
            m_first = std::make_unique<First>(std::move(first));
            break;
        }
        m_waitingBytes -= m_waiting.front().text.size();
        m_requestedAt = m_waiting.front().since;
        m_waiting.pop_front();
        ++m_underWay;
        m_alone = order == Order::Alone;
        if (request)
            m_handler.handle(*this, *request);
        else
            Call(m_hub, *this, {}, {}, order).fail(request.error());
        if (!m_waiting.empty())
            now = m_hub.wheel().clock().steadyMicroseconds();
    }
    m_pumping = false;
    throttle();
}

Session::First Session::takeFirst()
{
    if (const auto first = std::exchange(m_first, nullptr))
        return std::move(*first);
    auto request = decodeEnvelope(m_waiting.front().text);
    const Order order = request ? m_handler.orderOf(*this, *request) : Order::Alone;
    return {std::move(request), order};
}

void Session::finished(Order order)
{
    --m_underWay;
    if (order == Order::Alone)
        m_alone = false;
    if (m_pumping)
        return; // pump() goes on by itself
    if (m_waiting.empty())
        throttle();
    else
        pump(m_hub.wheel().clock().steadyMicroseconds());
}

void Session::refused()
{
    const qint64 now = m_hub.wheel().clock().steady();
    if (now - m_refusedSince >= limits::refusalsWindow) {
        m_refusedSince = now;
        m_refusals = 0;
    }
    const SessionRules& rules = m_hub.rules();
    const qint64 limit = m_kind == Kind::Open ? rules.openRefusals : rules.refusals;
    if (++m_refusals > limit && limit > 0)
        close(CloseCode::PolicyViolation);
}

void Session::throttle()
{
    m_backlogged = m_link->backlog() >= maxReplyBacklog;
    const bool full = std::ssize(m_waiting) >= limits::waitingRequests || m_waitingBytes >= maxWaitingBytes;
    if (m_paused != (m_backlogged || full)) {
        m_paused = !m_paused;
        m_link->pauseReading(m_paused);
    }
}

} // namespace parlance
