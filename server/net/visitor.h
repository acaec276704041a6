#pragma once

#include "base/deadlines.h"
#include "net/httphead.h"
#include "net/httpresponse.h"
#include "net/wire.h"

#include <QByteArray>

#include <memory>

namespace parlance {

/// What a Visitor asks of the front door.
class Reception {
  public:
    virtual ~Reception() = default;

    /// The answer to a complete request; nothing if the visitor becomes a WebSocket, which upgrade() then does.
    virtual std::optional<HttpResponse> answer(const HttpHead& request, const QHostAddress& peer) = 0;

    /// The visitor's connection, after the request. The visitor is destroyed soon after.
    virtual void upgrade(std::unique_ptr<Wire> wire, const HttpHead& request) = 0;

    /// The visitor's request was none, and is answered with this status.
    virtual void refused(int status) = 0;

    /// The visitor is done. It must not be destroyed from within the call.
    virtual void left(quint64 visitor) = 0;
};

/// How long a visitor may take, in milliseconds.
struct VisitorTimes {
    qint64 head = 5'000;  ///< from a request's first byte to the end of its head
    qint64 idle = 15'000; ///< until a request begins; browsers open connections that they may not need
};

/// A connection before it is a WebSocket: its head is awaited with a deadline, and answered or handed on. Several
/// requests may follow each other on one connection; the next is looked at when the answer to the one before has been
/// taken. Owned by the front door.
class Visitor final : private WireObserver {
  public:
    Visitor(quint64 id, std::unique_ptr<Wire> wire, Reception& reception, DeadlineWheel& wheel,
            const VisitorTimes& times);

    /// What was asked, or is about to be, is still answered, then it leaves. One that waits between two requests leaves
    /// now.
    void conclude();

    /// Whether the first byte of a request has come that is not answered yet.
    bool hasBegun() const { return m_hasBegun; }

  private:
    void readable() override;
    void drained() override;
    void broken() override { leave(); }

    void peerEnded();
    void look();
    void respond(const HttpResponse& response, bool headOnly, bool keepAlive);
    void refuse(int status);
    void await();
    void linger();
    void leave();

    const quint64 m_id;
    std::unique_ptr<Wire> m_wire; // empty once handed on, or left
    Reception& m_reception;
    DeadlineWheel& m_wheel;
    const VisitorTimes& m_times;
    QByteArray m_bytes;      // not answered yet
    bool m_hasBegun = false; // a request, by its first byte
    bool m_isLeaving = false;
    bool m_hasPeerEnded = false;
    bool m_isLast = false; // request that is answered
    int m_requests = 0;
    Deadline m_deadline;
};

} // namespace parlance
