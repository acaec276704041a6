#include "net/frontdoor.h"

#include "base/logging.h"
#include "net/tcpwire.h"

#include <QWebSocket>

#include <array>
#include <limits>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace parlance {

namespace {

constexpr qint64 lastCall = 500;           // ms; who connected a moment ago is about to ask
constexpr qint64 reservedDescriptors = 64; // for the store, the log and what libraries open

/// Raises the soft limit of descriptors to the hard one. Returns it.
qint64 descriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 1'024;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    return qint64(std::min<rlim_t>(limit.rlim_cur, 1'000'000));
}

/// 16 bytes in base64 (RFC 6455, section 4.1).
bool isWebSocketKey(const std::optional<QByteArrayView>& key)
{
    if (!key || key->size() != 24)
        return false;
    const auto decoded = QByteArray::fromBase64Encoding(key->toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    return decoded && decoded.decoded.size() == 16;
}

/// All that Qt's handshake needs to know.
QByteArray upgradeRequest(QByteArrayView key)
{
    return "GET / HTTP/1.1\r\nHost: parlance\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
           key.toByteArray() + "\r\n\r\n";
}

/// In one breath: there is no time for a request that is not here yet.
void refuse(int descriptor)
{
    static const QByteArray answer = encodeResponse(errorResponse(503), false, false);
    std::array<char, 4'096> request; // NOLINT(*-member-init): thrown away. Closed unread, it would undo the answer
    (void)::recv(descriptor, request.data(), request.size(), MSG_DONTWAIT);
    (void)::send(descriptor, answer.constData(), size_t(answer.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(descriptor, SHUT_WR);
}

bool isWebSocketPath(QByteArrayView path)
{
    return path == QByteArrayView("/ws") || path == QByteArrayView("/");
}

} // namespace

FrontDoor::FrontDoor(DoorRules rules, const StaticSite& site, DeadlineWheel& wheel, NewLink newLink)
    : m_rules(std::move(rules))
    , m_site(site)
    , m_wheel(wheel)
    , m_newLink(std::move(newLink))
    , m_descriptors(descriptorLimit() - reservedDescriptors)
    , m_webSockets(QStringLiteral("parlanced"), QWebSocketServer::NonSecureMode)
    , m_handshakes(wheel, m_rules.visitorTimes.head, m_rules.handshakes,
                   [this](std::unique_ptr<Wire> wire) { admit(std::move(wire)); })
    , m_visitors(*this, wheel, m_rules.visitorTimes)
    , m_listener(
          wheel, [this](int descriptor, const QHostAddress& peer, quint16 port) { accepted(descriptor, peer, port); },
          [this](int descriptor) { refuseUnseen(descriptor); })
{
    m_webSockets.setMaxPendingConnections(std::numeric_limits<int>::max()); // each is taken when it is announced
    QObject::connect(&m_webSockets, &QWebSocketServer::newConnection, &m_context, [this] { takeWebSocket(); });
}

FrontDoor::~FrontDoor()
{
    for (const auto& [socket, address] : m_connected)
        socket->onGone({});
}

bool FrontDoor::open(const QHostAddress& address, quint16 port)
{
    return isOpened(m_listener.open(address, port));
}

bool FrontDoor::adopt(int descriptor)
{
    return isOpened(m_listener.adopt(descriptor));
}

bool FrontDoor::isOpened(bool ok)
{
    m_isLoopback = server().serverAddress().isLoopback();
    return ok;
}

void FrontDoor::setRules(DoorRules rules)
{
    const qint64 frame = m_rules.link.frames.frame; // QWebSocket was told
    m_rules = std::move(rules);
    m_rules.link.frames.frame = frame;
    m_strangeHosts.forget();
    m_handshakes.setBounds(m_rules.visitorTimes.head, m_rules.handshakes);
}

void FrontDoor::shut()
{
    m_listener.shut();
    m_visitors.concludeAll();
    m_lastCall = m_wheel.after(lastCall, [this] {
        m_visitors.dropSilent();
        m_handshakes.clear();
    });
}

void FrontDoor::setCertificate(const QSslConfiguration& certificate)
{
    m_isSecure = true;
    m_handshakes.setConfiguration(certificate);
}

void FrontDoor::accepted(int descriptor, const QHostAddress& peer, quint16 peerPort)
{
    ++m_counts.accepted;
    if (isFull()) {
        qCWarning(logNet) << "no descriptors are left: new connections are refused";
        refuseUnseen(descriptor);
        ::close(descriptor);
    } else if (m_isSecure) {
        m_handshakes.begin(descriptor, holderOf(peer));
    } else {
        admit(std::make_unique<TcpWire>(descriptor, peer, peerPort));
    }
}

void FrontDoor::refuseUnseen(int descriptor)
{
    ++m_counts.refused[503];
    refuse(descriptor);
}

void FrontDoor::admit(std::unique_ptr<Wire> wire)
{
    const QString holder = holderOf(wire->peerAddress());
    m_visitors.admit(std::move(wire), holder, m_rules.visitors);
}

/// Under which address a connection is counted before its request has said whose it is: a trusted proxy's under none,
/// see Shares.
QString FrontDoor::holderOf(const QHostAddress& peer) const
{
    return m_rules.proxies.trusts(peer) ? QString() : addressKey(peer);
}

bool FrontDoor::isFull() const
{
    return std::ssize(m_connected) + m_visitors.count() + m_handshakes.count() >= m_descriptors;
}

std::optional<HttpResponse> FrontDoor::answer(const HttpHead& request, const QHostAddress& peer)
{
    const bool wantsWebSocket = request.hasToken("upgrade", "websocket") && request.hasToken("connection", "upgrade");
    const bool isGet = request.method == QByteArrayView("GET");
    if (wantsWebSocket && isGet) {
        const int status = upgradeRefusal(request, peer);
        if (status == 0)
            return std::nullopt;
        ++m_counts.refused[status];
        qCInfo(logNet).noquote() << "refused" << status << addressOf(request, peer);
        return refusal(status, request, peer);
    }
    if (!isGet && request.method != QByteArrayView("HEAD"))
        return errorResponse(405);
    if (auto page = answerFrom(m_pages, request))
        return page;
    if (request.path == QByteArrayView("/ws"))
        return errorResponse(426);
    if (request.path == QByteArrayView("/ws/why"))
        return whyNot(request, peer);
    if (auto asset = m_site.answer(request))
        return asset;
    return errorResponse(404);
}

int FrontDoor::upgradeRefusal(const HttpHead& request, const QHostAddress& peer) const
{
    if (!isWebSocketPath(request.path))
        return 404;
    if (!request.isHttp11 || !isWebSocketKey(request.header("sec-websocket-key")))
        return 400;
    const auto version = request.header("sec-websocket-version");
    if (!version || *version != QByteArrayView("13"))
        return 426;
    if (!m_rules.origins.allows(originOf(request, peer)))
        return 403;
    if (m_rules.connections > 0 && std::ssize(m_connected) >= m_rules.connections)
        return 503;
    if (m_perAddress.isFull(addressOf(request, peer), m_rules.connectionsPerAddress))
        return 503;
    return 0;
}

Origins::Request FrontDoor::originOf(const HttpHead& request, const QHostAddress& peer) const
{
    const bool throughProxy = m_rules.proxies.trusts(peer) && request.list("x-forwarded-for");
    return {request.header("origin"), request.header("host"), m_isLoopback, throughProxy, m_isSecure};
}

HttpResponse FrontDoor::refusal(int status, const HttpHead& request, const QHostAddress& peer)
{
    const auto isStrange = [&] {
        return m_rules.origins.judge(originOf(request, peer)) == Origins::Verdict::UnknownHost;
    };
    if (status != 403 || !isStrange())
        return errorResponse(status);
    const QString host = Origins::hostNameIn(*request.header("host"));
    m_strangeHosts.refused(host);
    HttpResponse response = errorResponse(status);
    response.body = StrangeHosts::explanation(host, m_isLoopback).toUtf8() + '\n';
    return response;
}

/// Why a page of this very host may not connect, in words; an empty line where it may. A browser tells a page nothing
/// of a WebSocket that was refused, so the page asks here.
HttpResponse FrontDoor::whyNot(const HttpHead& request, const QHostAddress& peer)
{
    Origins::Request page = originOf(request, peer);
    if (!page.host)
        return errorResponse(400);
    const QByteArray own = (m_isSecure ? QByteArray("https://") : QByteArray("http://")) + page.host->toByteArray();
    page.origin = own;
    if (m_rules.origins.judge(page) != Origins::Verdict::UnknownHost)
        return plainAnswer(200, {});
    const QString host = Origins::hostNameIn(*page.host);
    return plainAnswer(200, StrangeHosts::explanation(host, m_isLoopback).toUtf8());
}

QString FrontDoor::addressOf(const HttpHead& request, const QHostAddress& peer) const
{
    return addressKey(m_rules.proxies.client(peer, request.list("x-forwarded-for")));
}

void FrontDoor::upgrade(std::unique_ptr<Wire> wire, const HttpHead& request)
{
    const QString address = addressOf(request, wire->peerAddress());
    const PeerKey key{wire->peerAddress().toString(), wire->peerPort()};
    auto* tcp = new ClientSocket(std::move(wire), m_rules.link.frames, m_wheel.clock()); // Qt's to delete
    tcp->onGone([this, tcp] { departed(tcp); });
    m_connected.emplace(tcp, address);
    m_upgrading[key] = tcp;
    m_perAddress.add(address);
    ++m_counts.upgraded;
    m_webSockets.handleConnection(tcp);
    tcp->inject(upgradeRequest(*request.header("sec-websocket-key")));
}

void FrontDoor::takeWebSocket()
{
    while (std::unique_ptr<QWebSocket> socket{m_webSockets.nextPendingConnection()}) {
        const auto node = m_upgrading.extract(PeerKey{socket->peerAddress().toString(), socket->peerPort()});
        if (node.empty()) {
            qCCritical(logNet) << "a WebSocket came past the front door; dropped";
            continue;
        }
        ClientSocket* tcp = node.mapped();
        socket->setParent(nullptr);
        m_newLink(std::make_unique<WebSocketLink>(std::move(socket), tcp, m_connected.at(tcp), m_rules.link, m_counts,
                                                  m_wheel));
    }
}

void FrontDoor::departed(ClientSocket* socket)
{
    const auto node = m_connected.extract(socket);
    if (node.empty())
        return;
    m_perAddress.remove(node.mapped());
    std::erase_if(m_upgrading, [socket](const auto& upgrade) { return upgrade.second == socket; });
}

} // namespace parlance
