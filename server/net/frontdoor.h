#pragma once

#include "base/deadlines.h"
#include "net/addresscounts.h"
#include "net/doorcounts.h"
#include "net/handshakes.h"
#include "net/listener.h"
#include "net/origins.h"
#include "net/pages.h"
#include "net/proxies.h"
#include "net/staticsite.h"
#include "net/strangehosts.h"
#include "net/visitors.h"
#include "net/websocketlink.h"

#include <QWebSocketServer>

#include <functional>
#include <map>
#include <memory>
#include <unordered_map>

namespace parlance {

/// What the front door admits.
struct DoorRules {
    Proxies proxies;
    Origins origins{{}};
    qint64 connections = 0;            ///< WebSockets; 0: as many as there are descriptors
    qint64 connectionsPerAddress = 64; ///< WebSockets; see AddressCounts; 0: no limit
    qint64 visitors = 1'024;           ///< before they are WebSockets; more make room, see Shares; 0: no limit
    qint64 handshakes = 256;           ///< of TLS, under way; more make room, see Shares; 0: no limit
    VisitorTimes visitorTimes;
    LinkRules link;
};

/// The one port: takes connections, reads the head of each request, answers plain HTTP itself and hands WebSockets to
/// QWebSocketServer only once everything about them has been checked; what that is given to read is a head of ours.
/// What Qt would refuse without a word gets a real HTTP answer here. Single-threaded.
class FrontDoor final : private Reception {
  public:
    using NewLink = std::function<void(std::unique_ptr<Link>)>;

    FrontDoor(DoorRules rules, const StaticSite& site, DeadlineWheel& wheel, NewLink newLink);
    ~FrontDoor() override;

    /// False with server().errorString() set.
    bool open(const QHostAddress& address, quint16 port);

    /// Takes over a socket that listens already. False as above.
    bool adopt(int descriptor);

    /// What is answered besides the page's files. Before open().
    void setPages(HttpPages pages) { m_pages = std::move(pages); }

    /// From now on these hold, also for who is in, but for the size of a frame.
    void setRules(DoorRules rules);

    /// From now on everybody who comes speaks TLS, with this certificate. Who is in stays as they are.
    void setCertificate(const QSslConfiguration& certificate);

    /// Accepts nobody any more. Who is there and not a WebSocket yet is given the answer to what they ask, if they
    /// begin within half a second.
    void shut();

    qint64 visitorCount() const { return m_visitors.count() + qint64(m_upgrading.size()); }
    qint64 handshakeCount() const { return m_handshakes.count(); }

    // How many have made room for others since the start.
    quint64 evictedVisitors() const { return m_visitors.evicted(); }
    quint64 evictedHandshakes() const { return m_handshakes.evicted(); }

    const DoorCounts& counts() const { return m_counts; }

    /// Where it listens, or why it does not.
    const QTcpServer& server() const { return m_listener.server(); }

  private:
    using PeerKey = std::pair<QString, quint16>;

    bool isOpened(bool ok);
    void refuseUnseen(int descriptor);
    void admit(std::unique_ptr<Wire> wire);
    void accepted(int descriptor, const QHostAddress& peer, quint16 peerPort);
    std::optional<HttpResponse> answer(const HttpHead& request, const QHostAddress& peer) override;
    void upgrade(std::unique_ptr<Wire> wire, const HttpHead& request) override;
    void refused(int status) override { ++m_counts.refused[status]; }
    void left(quint64 visitor) override { m_visitors.left(visitor); }

    QString holderOf(const QHostAddress& peer) const;
    int upgradeRefusal(const HttpHead& request, const QHostAddress& peer) const;
    Origins::Request originOf(const HttpHead& request, const QHostAddress& peer) const;
    HttpResponse refusal(int status, const HttpHead& request, const QHostAddress& peer);
    HttpResponse whyNot(const HttpHead& request, const QHostAddress& peer);
    QString addressOf(const HttpHead& request, const QHostAddress& peer) const;
    bool isFull() const;
    void takeWebSocket();
    void departed(ClientSocket* socket);

    DoorRules m_rules;
    HttpPages m_pages;
    DoorCounts m_counts;
    StrangeHosts m_strangeHosts;
    const StaticSite& m_site;
    DeadlineWheel& m_wheel;
    const NewLink m_newLink;
    const qint64 m_descriptors; // that connections may use
    QWebSocketServer m_webSockets;
    bool m_isSecure = false;
    bool m_isLoopback = true; // where it listens; as it was once it is shut
    Handshakes m_handshakes;
    Visitors m_visitors;
    std::unordered_map<ClientSocket*, QString> m_connected; // WebSockets and what becomes one; their addresses
    std::map<PeerKey, ClientSocket*> m_upgrading;           // those that Qt has not answered yet
    AddressCounts m_perAddress;                             // of those
    Deadline m_lastCall;                                    // for who has not begun to ask when it is shut
    QObject m_context;                                      // of what it connects to and posts
    Listener m_listener;                                    // first to go
};

} // namespace parlance
