#include "net/connection.h"

#include "base/logging.h"

#include <QRandomGenerator>

#include <utility>

namespace parlance::client {

namespace {

std::function<double()> randomOr(std::function<double()> given)
{
    if (given)
        return given;
    return [] { return QRandomGenerator::global()->generateDouble(); };
}

/// What a close code from 4500 to 4999 means to a person.
Error errorOfClose(unsigned code, const QString& reason)
{
    const auto known = static_cast<CloseCode>(code);
    switch (known) {
    case CloseCode::ProtocolTooOld:
        return {ErrorCode::ProtocolVersion, reason, {}};
    case CloseCode::SignedOut:
        return {ErrorCode::Unauthenticated, reason, {}};
    default:
        return {ErrorCode::Forbidden, reason, {}};
    }
}

} // namespace

QLatin1String name(Phase phase)
{
    switch (phase) {
    case Phase::Offline:
        return QLatin1String("offline");
    case Phase::Connecting:
        return QLatin1String("connecting");
    case Phase::Greeting:
        return QLatin1String("greeting");
    case Phase::Resuming:
        return QLatin1String("resuming");
    case Phase::Online:
        return QLatin1String("online");
    case Phase::Waiting:
        return QLatin1String("waiting");
    case Phase::Refused:
        return QLatin1String("refused");
    }
    return {};
}

Connection::Connection(Transport& transport, DeadlineWheel& wheel, ConnectionObserver& observer, Options options)
    : m_transport(transport)
    , m_wheel(wheel)
    , m_observer(observer)
    , m_reconnector(wheel, options.backOffCeiling, randomOr(std::move(options.random)), [this] { connectNow(); })
    , m_liveness(wheel, [this] { die(QStringLiteral("Nothing was heard from the server any more")); })
{
    m_transport.setObserver(this);
}

Connection::~Connection()
{
    m_transport.abort();
    m_transport.setObserver(nullptr);
}

void Connection::start(Login login)
{
    stop();
    m_login = std::move(login);
    m_wasRedeemed = false;
    m_reconnector.now();
}

void Connection::stop()
{
    m_reconnector.stop();
    if (m_phase == Phase::Offline)
        return;
    m_transport.close(CloseCode::Normal, {});
    m_transport.abort();
    if (leave(Phase::Offline, {ErrorCode::Busy, {}, {}}))
        m_observer.phaseChanged();
}

void Connection::reconnectNow()
{
    if (m_phase == Phase::Offline || m_phase == Phase::Refused)
        return;
    if (m_phase == Phase::Waiting)
        return m_reconnector.now();
    m_transport.close(CloseCode::GoingAway, {});
    m_transport.abort();
    if (leave(Phase::Waiting, {ErrorCode::Busy, QStringLiteral("Reconnecting"), {}}))
        m_reconnector.now();
}

void Connection::checkAlive()
{
    if (m_phase == Phase::Waiting)
        return m_reconnector.now();
    if (isGreeted() && m_liveness.probe())
        ask<Heartbeat>(Ping{}, [](Result<Heartbeat>) {});
}

void Connection::resumed()
{
    if (m_phase != Phase::Resuming)
        return;
    m_reconnector.resumed();
    m_phase = Phase::Online;
    m_observer.phaseChanged();
}

void Connection::connectNow()
{
    m_phase = Phase::Connecting;
    m_transport.open(m_login.url);
    m_observer.phaseChanged();
}

void Connection::opened()
{
    if (m_phase != Phase::Connecting)
        return;
    m_greeting = m_wheel.after(greetWithin, [this] { die(QStringLiteral("The server did not answer the greeting")); });
    m_phase = Phase::Greeting;
    greet();
    m_observer.phaseChanged();
}

/// Where an answer was lost, the link may have made its account. Then its password signs in.
void Connection::enter()
{
    const Entrance& by = *m_login.entrance;
    m_isSigningIn = by.link.isEmpty() || (m_wasRedeemed && !by.handle.isEmpty());
    const Ref ref = m_requests.add<Welcome>([this](Result<Welcome> welcome) { welcomed(std::move(welcome)); });
    if (m_isSigningIn) {
        m_transport.send(encode(SignIn{.client = m_login.client,
                                       .handle = by.handle,
                                       .password = by.password,
                                       .device = by.device,
                                       .former = {},
                                       .ref = ref}));
        return;
    }
    m_wasRedeemed = true;
    Redeem redeem{.client = m_login.client,
                  .token = by.link,
                  .handle = {},
                  .name = {},
                  .password = {},
                  .device = by.device,
                  .ref = ref};
    if (!by.handle.isEmpty())
        redeem.handle = by.handle;
    if (!by.name.isEmpty())
        redeem.name = by.name;
    if (!by.password.isEmpty())
        redeem.password = by.password;
    m_transport.send(encode(redeem));
}

void Connection::giveCode(const QString& code)
{
    if (m_phase != Phase::Greeting || m_ticket.isEmpty())
        return;
    const Ref ref = m_requests.add<Welcome>([this](Result<Welcome> welcome) {
        const bool isWrong = !welcome && welcome.error().field == QLatin1String("code");
        if (!isWrong || m_phase != Phase::Greeting)
            return welcomed(std::move(welcome));
        m_problem = welcome.error();
        m_observer.codeWanted();
    });
    m_transport.send(encode(GiveSecondFactor{m_ticket, code, ref}));
}

void Connection::greet()
{
    m_ticket.clear();
    if (m_login.entrance)
        return enter();
    Hello hello;
    hello.client = m_login.client;
    hello.token = m_login.token;
    hello.name = m_login.name;
    hello.password = m_login.password;
    hello.ref = m_requests.add<Welcome>([this](Result<Welcome> welcome) { welcomed(std::move(welcome)); });
    m_transport.send(encode(hello));
}

void Connection::welcomed(Result<Welcome> welcome)
{
    if (m_phase != Phase::Greeting)
        return; // the connection was lost
    const bool mayRedeem = m_login.entrance && m_isSigningIn && !m_login.entrance->link.isEmpty();
    if (!welcome && mayRedeem && welcome.error().code == ErrorCode::Unauthenticated) {
        m_wasRedeemed = false; // there is no such account yet
        return enter();
    }
    if (!welcome) {
        m_transport.abort();
        // A server of another version may be upgraded at any time, and is asked again after ever longer pauses.
        const bool mayPass = info(welcome.error().code).tryAgain || welcome.error().code == ErrorCode::ProtocolVersion;
        return mayPass ? lose(welcome.error()) : refuse(welcome.error());
    }
    m_greeting.cancel();
    if (!welcome->token)
        welcome->token = m_login.token; // it stays valid
    m_login.token = welcome->token;
    m_login.entrance.reset();
    m_login.name.reset(); // or each reconnection would undo a rename made elsewhere
    m_liveness.start(welcome->heartbeat);
    m_phase = Phase::Resuming;
    m_observer.greeted(*welcome);
    m_observer.phaseChanged();
}

void Connection::received(const QByteArray& text)
{
    m_liveness.heard();
    const auto event = decodeFullEvent(text);
    if (event)
        dispatch(*event);
    else
        unreadable(text, event.error());
}

void Connection::dispatch(const FullEvent& event)
{
    if (const auto* wanted = std::get_if<SecondFactorWanted>(&event); wanted && m_phase == Phase::Greeting) {
        m_greeting.cancel(); // a person needs longer than a server
        m_ticket = wanted->ticket;
        m_problem = {ErrorCode::Unauthenticated, {}, {}};
        return m_observer.codeWanted();
    }
    std::optional<Error> useless;
    // A guest has got an account.
    if (const auto* welcome = std::get_if<Welcome>(&event); welcome && isGreeted() && welcome->token)
        m_login.token = welcome->token;
    if (isGreeted())
        useless = m_observer.received(event);
    const Ref ref = refOf(event);
    if (ref)
        m_requests.answer(*ref, useless ? Result<FullEvent>(*useless) : Result<FullEvent>(event));
}

/// A newer server may say things that this program cannot read; only whoever asked must learn of it.
void Connection::unreadable(const QByteArray& text, const Error& error)
{
    if (error.code != ErrorCode::UnknownType)
        qCWarning(logClient).noquote() << "ignored a frame of" << text.size() << "bytes:" << error.message;
    const auto envelope = decodeEnvelope(text);
    if (envelope && envelope->ref)
        m_requests.answer(*envelope->ref, error);
}

void Connection::closed(unsigned code, const QString& reason)
{
    qCInfo(logClient) << "closed" << code << reason;
    if (comesBack(code))
        lose({ErrorCode::Busy, reason.isEmpty() ? QStringLiteral("The connection was closed") : reason, {}});
    else
        refuse(errorOfClose(code, reason));
}

void Connection::failed(const QString& reason)
{
    qCInfo(logClient).noquote() << "failed:" << reason;
    lose({ErrorCode::Busy, reason, {}});
}

void Connection::die(const QString& why)
{
    qCInfo(logClient).noquote() << "dead:" << why;
    m_transport.abort();
    lose({ErrorCode::Busy, why, {}});
}

void Connection::lose(Error problem)
{
    const qint64 atLeast = problem.retryAfter.value_or(0);
    if (!leave(Phase::Waiting, std::move(problem)))
        return;
    m_reconnector.lost(atLeast);
    m_observer.phaseChanged();
}

void Connection::refuse(Error problem)
{
    m_reconnector.stop();
    if (leave(Phase::Refused, std::move(problem)))
        m_observer.phaseChanged();
}

/// Ends what belonged to the connection. False: a callback that failed by it has begun something else.
bool Connection::leave(Phase phase, Error problem)
{
    const bool wasGreeted = isGreeted();
    m_phase = phase;
    m_problem = std::move(problem);
    m_liveness.stop();
    m_greeting.cancel();
    if (wasGreeted)
        m_observer.lost();
    m_requests.failAll({ErrorCode::Busy, QStringLiteral("The connection was lost"), {}});
    return m_phase == phase;
}

} // namespace parlance::client
