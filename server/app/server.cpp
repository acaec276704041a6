#include "app/server.h"

#include "app/openstore.h"
#include "base/logging.h"
#include "net/listening.h"
#include "session/session.h"

#include <QRandomGenerator>

namespace parlance {

namespace {

constexpr qint64 stopPatience = 1'500; // ms; systemd and people expect a stop within 2 s

ServerFacts factsFrom(const Settings& settings)
{
    ServerFacts facts;
    facts.name = settings.serverName;
    facts.newRoomsPerHour = settings.newRoomsPerHour;
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
    rules.origins = Origins(settings.origins);
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

} // namespace

Server::Server(const Settings& settings, QByteArray key, Proxies proxies, std::unique_ptr<Store> store,
               const MakeSink& makeSink)
    : m_settings(settings)
    , m_authenticator(std::move(key), settings.password)
    , m_facts(factsFrom(settings))
    , m_hub(m_wheel, {settings.heartbeat, settings.greetingTimeout, settings.ungreeted},
            [] { return QRandomGenerator::global()->generateDouble(); })
    , m_sink(makeSink ? makeSink(m_hub) : nullptr)
    , m_store(std::move(store))
    , m_rooms(*m_store, m_sink ? *m_sink : m_hub, m_wheel)
    , m_services{m_facts, m_clock, *m_store, m_authenticator, m_identities, m_rooms, m_hub, m_rates, m_attendance}
    , m_dispatcher(m_services)
    , m_desk(m_services)
    , m_control(m_desk, m_wheel)
    , m_passEnd([this] { m_hub.flush(); })
    , m_site(QStringLiteral(":/web"))
    , m_door(doorRulesFrom(settings, std::move(proxies)), m_site, m_wheel,
             [this](std::unique_ptr<Link> link) { m_hub.add(std::move(link)); })
{
    m_hub.setHandler(m_dispatcher);
    m_hub.onWaiting([this] { m_passEnd.arm(); });
}

Server::~Server()
{
    // What still waits for the store holds rooms and answers to connections: it must go before either.
    m_store.reset();
}

std::optional<QString> Server::start()
{
    const QHostAddress address(m_settings.listenAddress);
    const auto port = quint16(m_settings.listenPort);
    if (!m_door.open(address, port))
        return listenFailure(m_door.server(), address, port).text;
    // Without it people chat all the same.
    if (const auto problem = m_control.open(controlPath(m_settings)))
        qCWarning(logApp).noquote() << "there is no control socket:" << *problem;
    return std::nullopt;
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
    m_hub.closeAll(CloseCode::Restarting);
    m_patience = m_wheel.after(stopPatience, [this] { m_stopped(); });
    awaitLast();
}

void Server::awaitLast()
{
    if (m_hub.count() == 0) {
        m_patience.cancel();
        return m_stopped();
    }
    m_lastLook = m_wheel.after(DeadlineWheel::slotLength, [this] { awaitLast(); });
}

} // namespace parlance
