#pragma once

#include "base/deadlines.h"
#include "net/origins.h"
#include "net/proxies.h"
#include "net/staticsite.h"
#include "net/visitor.h"
#include "net/websocketlink.h"

#include <QTcpServer>
#include <QWebSocketServer>

#include <functional>
#include <memory>
#include <unordered_map>

namespace parlance {

/// What the front door admits.
struct DoorRules {
    Proxies proxies;
    Origins origins{{}};
    qint64 connectionsPerAddress = 64; ///< WebSockets; 0: no limit
    VisitorTimes visitors;
    LinkRules link;
};

/// The one port: takes connections, reads the head of each request, answers plain HTTP itself and hands WebSockets to
/// QWebSocketServer only once everything about them has been checked. What Qt would refuse without a word gets a
/// real HTTP answer here. Single-threaded.
class FrontDoor final : public QTcpServer, private Reception {
  public:
    using NewLink = std::function<void(std::unique_ptr<Link>)>;

    FrontDoor(DoorRules rules, const StaticSite& site, DeadlineWheel& wheel, NewLink newLink);
    ~FrontDoor() override;

    /// False with errorString() set.
    bool open(const QHostAddress& address, quint16 port);

    /// Accepts nobody any more and drops who is not a WebSocket yet.
    void shut();

  protected:
    void incomingConnection(qintptr descriptor) override;

  private:
    struct Upgrade {
        ClientSocket* socket = nullptr;
        QString address;
    };
    using PeerKey = std::pair<QString, quint16>;

    std::optional<HttpResponse> answer(const HttpHead& request, const QHostAddress& peer) override;
    void upgrade(std::unique_ptr<ClientSocket> socket, const HttpHead& request) override;
    void left(Visitor* visitor) override;

    int upgradeRefusal(const HttpHead& request, const QHostAddress& peer) const;
    QString addressOf(const HttpHead& request, const QHostAddress& peer) const;
    void takeWebSocket();
    void departed(const QString& address);
    void checkDescriptors();

    const DoorRules m_rules;
    const StaticSite& m_site;
    DeadlineWheel& m_wheel;
    const NewLink m_newLink;
    QWebSocketServer m_webSockets;
    std::unordered_map<Visitor*, std::unique_ptr<Visitor>> m_visitors;
    std::map<PeerKey, Upgrade> m_upgrading;
    std::unordered_map<QString, qint64> m_perAddress;
    qint64 m_webSocketCount = 0;
    const qint64 m_maxConnections;
    bool m_isFull = false;
};

} // namespace parlance
