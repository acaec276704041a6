#pragma once

#include "net/listener.h"
#include "net/pages.h"
#include "net/visitor.h"

#include <map>
#include <memory>

namespace parlance {

/// A port beside the front door, for the machine's admin: plain HTTP, a few pages, no WebSocket. Single-threaded.
class SideDoor final : private Reception {
  public:
    /// `pages` outlive it.
    SideDoor(const HttpPages& pages, DeadlineWheel& wheel);
    ~SideDoor() override;

    /// False with server().errorString() set.
    bool open(const QHostAddress& address, quint16 port) { return m_listener.open(address, port); }

    /// Where it listens, or why it does not.
    const QTcpServer& server() const { return m_listener.server(); }

  private:
    void admit(std::unique_ptr<Wire> wire);
    std::optional<HttpResponse> answer(const HttpHead& request, const QHostAddress& peer) override;
    void upgrade(std::unique_ptr<Wire> wire, const HttpHead& request) override;
    void refused(int status) override;
    void left(quint64 visitor) override;

    const HttpPages& m_pages;
    DeadlineWheel& m_wheel;
    const VisitorTimes m_times;
    std::map<quint64, std::unique_ptr<Visitor>> m_visitors; // oldest first
    quint64 m_lastVisitor = 0;
    QObject m_context;   // of what it posts
    Listener m_listener; // first to go
};

} // namespace parlance
