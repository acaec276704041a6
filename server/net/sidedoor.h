#pragma once

#include "net/listener.h"
#include "net/pages.h"
#include "net/visitors.h"

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
    std::optional<HttpResponse> answer(const HttpHead& request, const QHostAddress& peer) override;
    void upgrade(std::unique_ptr<Wire> wire, const HttpHead& request) override;
    void refused(int status) override;
    void left(quint64 visitor) override { m_visitors.left(visitor); }

    const HttpPages& m_pages;
    const VisitorTimes m_times;
    Visitors m_visitors;
    Listener m_listener; // first to go
};

} // namespace parlance
