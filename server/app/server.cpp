#include "app/server.h"

#include "app/endpoint.h"
#include "app/hosts.h"
#include "app/logformat.h"
#include "app/metricstext.h"
#include "app/openstore.h"
#include "auth/secrets.h"
#include "base/logging.h"
#include "control/accountacts.h"
#include "handlers/ending.h"
#include "metrics/exposition.h"
#include "net/listening.h"
#include "session/session.h"

#include <QRandomGenerator>

namespace parlance {

namespace {

constexpr qint64 stopPatience = 1'500; // ms; systemd and people expect a stop within 2 s

// Of one of several servers.
constexpr qint64 betweenCloses = 100; // ms
constexpr size_t closeSteps = 50;     // for all connections
constexpr size_t fewestAtOnce = 20;   // connections

Registrations registrationsFrom(const QString& setting)
{
    if (setting == QLatin1String("open"))
        return Registrations::Open;
    return setting == QLatin1String("admin") ? Registrations::ByAdmins : Registrations::ByInvite;
}

ServerFacts factsFrom(const Settings& settings)
{
    ServerFacts facts;
    facts.name = settings.serverName;
    facts.newRoomsPerHour = settings.newRoomsPerHour;
    facts.access.guests = settings.guests == QLatin1String("none") ? Guests::None : Guests::Open;
    if (const auto room = RoomName::parse(settings.firstRoom))
        facts.firstRoom = *room;
    facts.access.registration = registrationsFrom(settings.registration);
    facts.access.membersInvite = settings.membersInvite;
    facts.limits.text = settings.text;
    facts.limits.frame = settings.frame;
    facts.limits.rooms = settings.roomsPerConnection;
    facts.limits.messages = settings.messages;
    return facts;
}

DoorRules doorRulesFrom(const Settings& settings, Proxies proxies)
{
    DoorRules rules;
    rules.proxies = std::move(proxies);
    rules.origins = Origins(settings.origins, hostsFrom(settings));
    rules.connectionsPerAddress = settings.connectionsPerAddress;
    rules.connections = settings.connections;
    rules.visitors = settings.visitors;
    rules.handshakes = settings.handshakes;
    rules.visitorTimes.head = settings.headTimeout;
    rules.link.frames = {settings.frame, settings.fragments, settings.controlFrames};
    rules.link.frameTimeout = settings.frameTimeout;
    rules.link.backlog = settings.backlog;
    rules.link.backlogAge = settings.backlogAge;
    rules.link.ping = settings.ping;
    return rules;
}

SessionRules sessionRulesFrom(const Settings& settings)
{
    return {settings.heartbeat, settings.greetingTimeout, settings.ungreeted};
}

} // namespace

Server::Server(const Settings& settings, QByteArray key, Proxies proxies, std::unique_ptr<Store> store,
               const MakeSink& makeSink)
    : m_settings(settings)
    , m_authenticator(std::move(key), settings.password)
    , m_facts(factsFrom(settings))
    , m_hub(m_wheel, sessionRulesFrom(settings), [] { return QRandomGenerator::global()->generateDouble(); })
    , m_sink(makeSink ? makeSink(m_dialects) : nullptr)
    , m_store(std::move(store))
    , m_rooms(*m_store, *(m_sink ? m_sink.get() : &m_dialects), m_wheel)
    , m_credentials(PasswordCost(),
                    [this] {
                        QMetaObject::invokeMethod(
                            this, [this] { m_credentials.deliver(); }, Qt::QueuedConnection);
                    })
    , m_services{m_facts, m_clock, *m_store, m_authenticator, m_credentials, m_identities, m_rooms,
                 m_hub,   m_rates, m_tries,  m_factors,       m_pending,     m_uses,       m_attendance}
    , m_dispatcher(m_services)
    , m_desk(m_services)
    , m_control(m_desk, m_wheel)
    , m_passEnd([this] { endPass(); })
    , m_site(QStringLiteral(":/web"))
    , m_door(doorRulesFrom(settings, std::move(proxies)), m_site, m_wheel,
             [this](std::unique_ptr<Link> link) { admit(std::move(link)); })
    , m_sidePages(pages(false))
{
    m_door.setPages(pages(true));
    m_rooms.setLoadLimit(&m_rates.budgets());
    m_hub.setHandler(m_dispatcher);
    m_hub.onWaiting([this] { m_passEnd.arm(); });
    m_hub.turns().onMore([this] {
        QMetaObject::invokeMethod(
            this, [this] { m_hub.giveTurns(); }, Qt::QueuedConnection);
    });
    m_desk.setDescription([this] {
        return control::Description{showEndpoint({m_door.server().serverAddress(), m_door.server().serverPort()}),
                                    !m_settings.certificate.isEmpty()};
    });
    m_store->onSwept([services = m_services](const Swept& gone) mutable { handlers::swept(services, gone); });
}

Server::~Server()
{
    // What still waits for the store holds rooms and answers to connections: it must go before either.
    m_store.reset();
}

void Server::join(const ClusterParts& parts)
{
    m_cluster = std::make_unique<ClusterNode>(parts, m_settings, m_services, m_wheel);
    m_cluster->onWaiting([this] { m_passEnd.arm(); });
    m_desk.setNodes([this] { return m_cluster->list(); });
}

/// Clients come first: nobody who wrote something waits for the other servers to be told of it.
void Server::endPass()
{
    m_hub.flush();
    if (m_cluster)
        m_cluster->flush();
}

std::optional<QString> Server::start(const std::optional<HandedSocket>& handed)
{
    if (auto error = startMetrics())
        return error;
    if (auto error = startListening(handed))
        return error;
    // Without it people chat all the same.
    if (const auto problem = m_control.open(controlPath(m_settings)))
        qCWarning(logApp).noquote() << "there is no control socket:" << *problem;
    return std::nullopt;
}

std::optional<QString> Server::startListening(const std::optional<HandedSocket>& handed)
{
    if (handed) {
        if (m_door.adopt(handed->descriptor))
            return std::nullopt;
        return QStringLiteral("the service manager's socket: ") + m_door.server().errorString();
    }
    const QHostAddress address(m_settings.listenAddress);
    const auto port = quint16(m_settings.listenPort);
    if (m_door.open(address, port))
        return std::nullopt;
    return listenFailure(m_door.server(), address, port).text;
}

std::optional<QString> Server::startMetrics()
{
    const auto endpoint = parseEndpoint(m_settings.metricsListen);
    if (!endpoint)
        return std::nullopt;
    m_sideDoor = std::make_unique<SideDoor>(m_sidePages, m_wheel);
    if (!m_sideDoor->open(endpoint->address, endpoint->port))
        return listenFailure(m_sideDoor->server(), endpoint->address, endpoint->port, "metrics.listen").text;
    const QTcpServer& server = m_sideDoor->server();
    qCInfo(logApp).noquote().nospace() << "metrics: http://"
                                       << showEndpoint({server.serverAddress(), server.serverPort()}) << "/metrics";
    return std::nullopt;
}

void Server::offerOwnership(std::function<void(const QString&)> offered)
{
    auto counted = [this, offered = std::move(offered)](const Result<qint64>& owners) {
        if (!owners || *owners > 0)
            return;
        Services services = m_services;
        control::makeLink(services, {QStringLiteral("owner"), {}, {}, {}},
                          [offered](const Result<control::LinkMade>& link) {
                              if (link)
                                  offered(link->token);
                          });
    };
    askAccounts<qint64>(
        *m_store, BookAccess::Read,
        [](AccountBook& book) { return Result(book.accounts().countActive(ServerRole::Owner)); }, std::move(counted));
}

void Server::take(const Settings& settings, Proxies proxies)
{
    m_settings = settings;
    m_authenticator.setPassword(settings.password);
    m_facts = factsFrom(settings);
    m_hub.setRules(sessionRulesFrom(settings));
    m_door.setRules(doorRulesFrom(settings, std::move(proxies)));
}

void Server::admit(std::unique_ptr<Link> link)
{
    Session& session = m_hub.add(std::move(link));
    if (m_stopped)
        session.close(CloseCode::Restarting); // it comes back, to the next one
}

HttpPages Server::pages(bool isMainPort)
{
    return {
        {"/readyz", [this](const HttpHead&) { return readiness(); }},
        {"/healthz", [](const HttpHead&) { return plainAnswer(200, "ok"); }},
        {"/metrics", [this, isMainPort](const HttpHead& request) { return metrics(request, isMainPort); }},
    };
}

HttpResponse Server::readiness() const
{
    if (m_stopped)
        return plainAnswer(503, "stopping");
    if (const QString obstacle = m_store->state().obstacle; !obstacle.isEmpty())
        return plainAnswer(503, obstacle.toUtf8());
    return plainAnswer(200, "ready");
}

/// On the main port never by who asks: behind a proxy everybody is a neighbour.
HttpResponse Server::metrics(const HttpHead& request, bool isMainPort) const
{
    const QByteArray token = m_settings.metricsToken.toLatin1();
    if (token.isEmpty() && isMainPort)
        return errorResponse(404);
    const auto given = request.header("authorization");
    constexpr QByteArrayView scheme = "Bearer ";
    const bool isBearer =
        given && given->first(std::min(given->size(), scheme.size())).compare(scheme, Qt::CaseInsensitive) == 0;
    if (!token.isEmpty() && !(isBearer && isSecret(given->sliced(scheme.size()), token)))
        return errorResponse(401);
    const Observed observed{.door = m_door,
                            .hub = m_hub,
                            .rooms = m_rooms,
                            .store = *m_store,
                            .cluster = m_cluster.get(),
                            .uptime = m_clock.steady() - m_startedAt,
                            .now = m_clock.wall(),
                            .log = logCounts()};
    return {200, Exposition::contentType(), metricsText(observed), {{"Cache-Control", "no-store"}}};
}

QString Server::pageUrl() const
{
    QHostAddress address = m_door.server().serverAddress();
    if (address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6))
        address = QHostAddress(QHostAddress::LocalHost);
    const QString host =
        address.protocol() == QAbstractSocket::IPv6Protocol ? u'[' + address.toString() + u']' : address.toString();
    const auto scheme = m_settings.certificate.isEmpty() ? QStringLiteral("http") : QStringLiteral("https");
    return QStringLiteral("%1://%2:%3/").arg(scheme, host).arg(m_door.server().serverPort());
}

void Server::stop(std::function<void()> done)
{
    if (m_stopped)
        return; // a second signal changes nothing
    m_stopped = std::move(done);
    m_door.shut();
    m_control.shut();
    m_closesAtOnce = m_hub.count();
    if (m_cluster) {
        m_cluster->leave();
        m_closesAtOnce = std::max(m_hub.count() / closeSteps, fewestAtOnce);
    }
    closeNext();
}

void Server::closeNext()
{
    for (const SessionId id : m_hub.sessionsAfter(m_lastClosed, m_closesAtOnce)) {
        m_hub.find(id)->close(CloseCode::Restarting);
        m_lastClosed = id;
    }
    if (!m_hub.sessionsAfter(m_lastClosed, 1).empty()) {
        m_nextCloses = m_wheel.after(betweenCloses, [this] { closeNext(); });
        return;
    }
    m_patience = m_wheel.after(stopPatience, [this] { m_stopped(); });
    awaitLast();
}

void Server::awaitLast()
{
    if (m_hub.count() == 0 && m_door.visitorCount() == 0 && m_door.handshakeCount() == 0) {
        m_patience.cancel();
        return m_stopped();
    }
    m_lastLook = m_wheel.after(DeadlineWheel::slotLength, [this] { awaitLast(); });
}

} // namespace parlance
