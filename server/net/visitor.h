#pragma once

#include "base/deadlines.h"
#include "net/clientsocket.h"
#include "net/httphead.h"
#include "net/httpresponse.h"

#include <memory>

namespace parlance {

/// What a Visitor asks of the front door.
class Reception {
  public:
    virtual ~Reception() = default;

    /// The answer to a complete request; nothing if the visitor becomes a WebSocket, which upgrade() then does.
    virtual std::optional<HttpResponse> answer(const HttpHead& request, const QHostAddress& peer) = 0;

    /// The visitor's socket, with the unread request in it. The visitor is destroyed soon after.
    virtual void upgrade(std::unique_ptr<ClientSocket> socket, const HttpHead& request) = 0;

    /// The visitor is done. It must not be destroyed from within the call.
    virtual void left(class Visitor* visitor) = 0;
};

/// How long a visitor may take, in milliseconds.
struct VisitorTimes {
    qint64 head = 5'000;  ///< from a request's first byte to the end of its head
    qint64 idle = 15'000; ///< until a request begins; browsers open connections that they may not need
};

/// A connection before it is a WebSocket: its head is awaited with a deadline, looked at without being consumed, and
/// answered or handed on. Several requests may follow each other on one connection. Owned by the front door.
class Visitor {
  public:
    Visitor(std::unique_ptr<ClientSocket> socket, Reception& reception, DeadlineWheel& wheel,
            const VisitorTimes& times);
    ~Visitor();

    /// Answers and closes.
    void refuse(int status);

  private:
    void look();
    void respond(const HttpResponse& response, bool headOnly, bool keepAlive);
    void await();
    void leave();

    std::unique_ptr<ClientSocket> m_socket; // empty once handed on
    Reception& m_reception;
    DeadlineWheel& m_wheel;
    const VisitorTimes& m_times;
    bool m_hasBegun = false; // a request, by its first byte
    bool m_leaving = false;
    int m_requests = 0;
    Deadline m_deadline;
};

} // namespace parlance
