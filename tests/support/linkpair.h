#pragma once

#include "ports/link.h"
#include "ports/transport.h"

#include <deque>
#include <functional>
#include <memory>

/// The server's Link and the client's Transport, joined in memory: a real server core and a real client core talk in
/// one test, without a socket and without waiting.
namespace parlance::test {

class PairLink;

/// What is under way between clients and server, delivered one after the other, in the order in which it was sent. As
/// with sockets, nothing arrives from within the call that sends it.
class Wire {
  public:
    void post(std::function<void()> delivery) { m_underWay.push_back(std::move(delivery)); }

    /// False if there was nothing.
    bool deliverOne();
    bool isQuiet() const { return m_underWay.empty(); }

    /// Until nothing is under way.
    void settle();

  private:
    std::deque<std::function<void()>> m_underWay;
};

/// The client's end. Each open() makes a new line with a new Link, which the server is given.
class PairTransport final : public client::Transport {
  public:
    using Accept = std::function<void(std::unique_ptr<Link>)>;

    /// `accept` empty: nobody listens. The wire must outlive every line.
    PairTransport(Wire& wire, Accept accept);
    ~PairTransport() override;

    void setObserver(client::TransportObserver* observer) override { m_observer = observer; }
    void open(const QUrl& url) override;
    void send(const QByteArray& text) override;
    void close(CloseCode code, const QString& reason) override;
    void abort() override;

    // What tests do to the line.

    void setAccept(Accept accept) { m_accept = std::move(accept); }

    /// It breaks; both ends notice.
    void sever();

    /// The next so many frames from the server never arrive; nobody notices.
    void lose(int frames) { m_lost = frames; }

    /// Nothing from the server arrives until it is set back; it waits, as a backlog.
    void stall(bool stalled);

    const QList<QByteArray>& transcript() const { return m_transcript; }

  private:
    friend class PairLink;
    struct Line;

    void connected(const std::shared_ptr<Line>& line);
    void arrived(const QByteArray& text);
    void ended(unsigned code, const QString& reason);

    Wire& m_wire;
    Accept m_accept;
    client::TransportObserver* m_observer = nullptr;
    std::shared_ptr<Line> m_line; // owners: this and the PairLink; either may go first
    int m_lost = 0;
    bool m_stalled = false;
    QList<QByteArray> m_transcript; // what the client was given, all lines
};

} // namespace parlance::test
