#include "net/frontdoor.h"

#include "base/logging.h"

#include <QWebSocket>

#include <sys/resource.h>

namespace parlance {

namespace {

constexpr int listenBacklog = 1'024;
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
    , m_webSockets(QStringLiteral("parlanced"), QWebSocketServer::NonSecureMode)
    , m_maxConnections(descriptorLimit() - reservedDescriptors)
{
    setListenBacklogSize(listenBacklog);
    m_webSockets.setMaxPendingConnections(listenBacklog);
    connect(&m_webSockets, &QWebSocketServer::newConnection, this, &FrontDoor::takeWebSocket);
}

FrontDoor::~FrontDoor() = default;

bool FrontDoor::open(const QHostAddress& address, quint16 port)
{
    return listen(address, port);
}

void FrontDoor::shut()
{
    close();
    m_visitors.clear();
}

void FrontDoor::incomingConnection(qintptr descriptor)
{
    auto socket = std::make_unique<ClientSocket>();
    if (!socket->setSocketDescriptor(descriptor))
        return;
    const auto visitor = new Visitor(std::move(socket), *this, m_wheel, m_rules.visitors);
    m_visitors.emplace(visitor, visitor);
    checkDescriptors();
}

void FrontDoor::checkDescriptors()
{
    const bool full = m_webSocketCount + qint64(m_visitors.size()) >= m_maxConnections;
    if (full == m_isFull)
        return;
    m_isFull = full;
    if (full) {
        qCWarning(logNet) << "no descriptors left; accepting nobody until a connection ends";
        pauseAccepting();
    } else if (isListening()) {
        resumeAccepting();
    }
}

void FrontDoor::left(Visitor* visitor)
{
    // Later: it is in the middle of a call of its own.
    QMetaObject::invokeMethod(
        this,
        [this, visitor] {
            m_visitors.erase(visitor);
            checkDescriptors();
        },
        Qt::QueuedConnection);
}

std::optional<HttpResponse> FrontDoor::answer(const HttpHead& request, const QHostAddress& peer)
{
    const bool wantsWebSocket = request.hasToken("upgrade", "websocket") && request.hasToken("connection", "upgrade");
    const bool isGet = request.method == QByteArrayView("GET");
    if (wantsWebSocket && isGet) {
        const int status = upgradeRefusal(request, peer);
        if (status == 0)
            return std::nullopt;
        qCInfo(logNet).noquote() << "refused" << status << addressOf(request, peer);
        return refusal(status);
    }
    if (!isGet && request.method != QByteArrayView("HEAD"))
        return refusal(405);
    if (request.path == QByteArrayView("/healthz"))
        return HttpResponse{200, "text/plain; charset=utf-8", "ok\n", {{"Cache-Control", "no-store"}}};
    if (request.path == QByteArrayView("/ws"))
        return refusal(426);
    if (auto asset = m_site.answer(request))
        return asset;
    return refusal(404);
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
    const bool throughProxy = m_rules.proxies.trusts(peer) && request.header("x-forwarded-for");
    if (!m_rules.origins.allows(
            {request.header("origin"), request.header("host"), serverAddress().isLoopback(), throughProxy}))
        return 403;
    const auto count = m_perAddress.find(addressOf(request, peer));
    if (m_rules.connectionsPerAddress > 0 && count != m_perAddress.end() &&
        count->second >= m_rules.connectionsPerAddress)
        return 503;
    return 0;
}

QString FrontDoor::addressOf(const HttpHead& request, const QHostAddress& peer) const
{
    return addressKey(m_rules.proxies.client(peer, request.header("x-forwarded-for")));
}

void FrontDoor::upgrade(std::unique_ptr<ClientSocket> socket, const HttpHead& request)
{
    const QString address = addressOf(request, socket->peerAddress());
    const PeerKey key{socket->peerAddress().toString(), socket->peerPort()};
    ClientSocket* tcp = socket.get();
    // Gone before Qt has answered: it is Qt's to delete, and ours to forget.
    connect(tcp, &QObject::destroyed, this, [this, key, tcp] {
        const auto found = m_upgrading.find(key);
        if (found == m_upgrading.end() || found->second.socket != tcp)
            return;
        departed(found->second.address);
        m_upgrading.erase(found);
    });
    m_upgrading[key] = {tcp, address};
    ++m_perAddress[address];
    ++m_webSocketCount;
    tcp->setReadBufferSize(0); // the WebSocket sets its own
    m_webSockets.handleConnection(socket.release());
}

void FrontDoor::takeWebSocket()
{
    while (std::unique_ptr<QWebSocket> socket{m_webSockets.nextPendingConnection()}) {
        const auto node = m_upgrading.extract(PeerKey{socket->peerAddress().toString(), socket->peerPort()});
        if (node.empty()) {
            qCCritical(logNet) << "a WebSocket came past the front door; dropped";
            continue;
        }
        const auto& [tcp, address] = node.mapped();
        connect(socket.get(), &QObject::destroyed, this, [this, where = address] { departed(where); });
        socket->setParent(nullptr);
        m_newLink(std::make_unique<WebSocketLink>(std::move(socket), tcp, address, m_rules.link, m_wheel));
    }
}

void FrontDoor::departed(const QString& address)
{
    --m_webSocketCount;
    const auto count = m_perAddress.find(address);
    if (--count->second == 0)
        m_perAddress.erase(count);
    checkDescriptors();
}

} // namespace parlance
