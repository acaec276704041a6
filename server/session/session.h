#pragma once

#include "base/deadlines.h"
#include "ports/link.h"
#include "ports/sessionid.h"
#include "protocol/codec.h"
#include "session/requesthandler.h"
#include "session/turns.h"

#include <QList>

#include <memory>

namespace parlance {

class Hub;

/// One connection: who it is, and its requests, one after the other in the order received. Owned by the Hub.
///
/// A request is begun when those before it have ended; appends to logs may be under way together, because the store
/// keeps their order. While 64 requests or 256 KiB of them wait, or 256 KiB of replies, nothing more is read. How many
/// are begun before others have a turn is up to Turns.
class Session final : public LinkObserver {
  public:
    enum class Kind { Open, Plain, Full };

    Session(SessionId id, std::unique_ptr<Link> link, Hub& hub, RequestHandler& handler);
    ~Session() override;

    SessionId id() const { return m_id; }
    Kind kind() const { return m_kind; }
    const UserId& user() const { return m_user; }

    /// The device that has signed in; empty for a guest.
    const DeviceId& device() const { return m_device; }
    void setDevice(const DeviceId& device) { m_device = device; }

    /// When its account's password was last given on it, in the clock's steady milliseconds.
    std::optional<qint64> provedAt() const { return m_provedAt; }
    void prove(qint64 now) { m_provedAt = now; }

    const QString& address() const { return m_link->address(); }
    qint64 backlog() const { return m_link->backlog(); }

    /// When the request came that is being begun, in the clock's steady microseconds.
    qint64 requestedAt() const { return m_requestedAt; }

    /// When it came, in the clock's wall time.
    qint64 since() const { return m_since; }

    /// From now on the connection speaks this protocol, as this identity. Once.
    void greeted(Kind kind, const UserId& user);

    /// Behind everything that its rooms were told before.
    void send(const QByteArray& text);

    /// What its rooms are told: frames of a Batch.
    void sendFrames(const QByteArray& frames, qsizetype from);
    bool hasBacklog() const { return backlog() > 0; }

    void close(CloseCode code);
    bool isClosing() const { return m_closing; }

    /// A heartbeat now, as the answer to a ping.
    void beat(const Ref& ref);

    /// A request has ended. Called by Call, exactly once each.
    void finished(Order order);

    /// A request has been answered with a reply of this size.
    void replied(qint64 bytes) { m_handler.replied(*this, bytes); }

    /// A request was refused, because of what was asked. A connection that is refused all the time is closed.
    void refused();

    /// It has a turn now (steady microseconds), for which it has waited.
    void goOn(qint64 now);

    void received(const QByteArray& text) override;
    void drained() override;
    void closed() override;

  private:
    void pump(qint64 now);
    bool mayBegin(Order order) const;
    void throttle();
    void scheduleBeat(qint64 delay);

    const SessionId m_id;
    const qint64 m_since;
    const std::unique_ptr<Link> m_link;
    Hub& m_hub;
    RequestHandler& m_handler;

    Kind m_kind = Kind::Open;
    UserId m_user;
    DeviceId m_device;
    std::optional<qint64> m_provedAt;
    bool m_closing = false;

    struct Waiting {
        QByteArray text;
        qint64 since = 0; // steady microseconds
    };

    /// The first of those that wait, read.
    struct First {
        Result<Envelope> request;
        Order order = Order::Alone;
    };
    First takeFirst();

    QList<Waiting> m_waiting;       // not std::deque: an empty one takes 576 bytes of every connection
    std::unique_ptr<First> m_first; // if it was read and must wait: it is not read again
    qint64 m_waitingBytes = 0;
    qint64 m_requestedAt = 0;
    Turns::Turn m_turn;
    qint64 m_refusedSince = 0; // where the window of the refusals begins
    qint64 m_refusals = 0;     // in it
    int m_underWay = 0;
    bool m_alone = false; // what is under way admits nothing beside it
    bool m_pumping = false;
    bool m_paused = false;
    bool m_backlogged = false; // goes on when the peer has taken enough

    Deadline m_greeting;
    Deadline m_heartbeat;
};

} // namespace parlance
