#pragma once

#include "net/entrance.h"
#include "net/liveness.h"
#include "net/reconnector.h"
#include "net/requests.h"
#include "ports/transport.h"
#include "protocol/codec.h"

#include <functional>

namespace parlance::client {

enum class Phase {
    Offline,    ///< nobody asked for a connection, or it was ended
    Connecting, ///< the transport is being opened
    Greeting,   ///< hello was sent
    Resuming,   ///< welcome came; the rooms are being joined
    Online,     ///< every room is live
    Waiting,    ///< lost; the next attempt comes by itself
    Refused,    ///< the server does not want it; a person must act, then start() again
};

/// For logs and for programs; what people read is the interface's business.
QLatin1String name(Phase phase);

/// Who wants in, and where.
struct Login {
    QUrl url;
    QString client; ///< program and version
    std::optional<QString> token;
    std::optional<UserName> name; ///< said once; afterwards the server knows it
    std::optional<QString> password;
    std::optional<Entrance> entrance; ///< in place of the token, until it has let somebody in
};

/// What a Connection tells its owner. None of these may destroy the Connection.
class ConnectionObserver {
  public:
    virtual ~ConnectionObserver() = default;

    /// phase() has changed. Called last, so start() and stop() may be called from here. With Resuming it is time to
    /// join the rooms, and to call Connection::resumed() when all are.
    virtual void phaseChanged() = 0;

    /// The password was right, and the code of a second factor is wanted: see Connection::giveCode(). Called again,
    /// with problem() saying why, where the code was wrong.
    virtual void codeWanted() {}

    /// Who one is now; just before phase() becomes known as Resuming.
    virtual void greeted(const Welcome& welcome) = 0;

    /// Every event but welcome, in the order received, before the callback of a request that it answers. An error
    /// returned means that the reply is of no use: the callback gets the error in its place.
    virtual std::optional<Error> received(const FullEvent& event) = 0;

    /// Nothing more comes from this connection; what was asked and not answered fails after this.
    virtual void lost() = 0;
};

/// One identity's connection to one server, kept up: hello, replies matched to requests, heartbeats watched,
/// reconnection with back-off. It knows nothing of rooms. Single-threaded; transport, wheel and observer must outlive
/// it.
class Connection final : private TransportObserver {
  public:
    static constexpr qint64 greetWithin = 10'000; ///< milliseconds for the answer to hello

    struct Options {
        qint64 backOffCeiling = BackOff::defaultCeiling; ///< milliseconds
        std::function<double()> random;                  ///< [0, 1); absent: the system's
    };

    Connection(Transport& transport, DeadlineWheel& wheel, ConnectionObserver& observer, Options options);
    ~Connection() override;

    /// From any phase; another connection is ended first.
    void start(Login login);

    /// Says goodbye and stays away.
    void stop();

    /// What codeWanted() has asked for. Has no effect otherwise.
    void giveCode(const QString& code);

    /// At once, on a new line, also where the old one seems well. Nothing while Offline or Refused.
    void reconnectNow();

    /// After suspend, on becoming visible, when the network changes or comes back: an attempt at once where one is
    /// waited for, a ping where there is a connection.
    void checkAlive();

    /// All rooms are joined: Resuming becomes Online.
    void resumed();

    Phase phase() const { return m_phase; }
    bool isGreeted() const { return m_phase == Phase::Resuming || m_phase == Phase::Online; }

    /// Why Refused, or why the last attempt ended; for people.
    const Error& problem() const { return m_problem; }

    /// Milliseconds until the next attempt; nothing unless Waiting.
    std::optional<qint64> retryIn() const { return m_reconnector.remaining(); }

    /// For what carries a nonce instead of a ref. Dropped unless isGreeted().
    template <class Request>
    void send(const Request& request)
    {
        if (isGreeted())
            m_transport.send(encode(request));
    }

    /// The callback gets the Reply or the error, exactly once: from inside this call when there is no connection.
    template <class Reply, class Request>
    void ask(Request request, Callback<void(Result<Reply>)> callback)
    {
        if (!isGreeted() || m_requests.isFull())
            return callback(Error{ErrorCode::Busy, QStringLiteral("Not connected"), {}});
        request.ref = m_requests.add<Reply>(std::move(callback));
        m_transport.send(encode(request));
    }

  private:
    void opened() override;
    void received(const QByteArray& text) override;
    void closed(unsigned code, const QString& reason) override;
    void failed(const QString& reason) override;

    void connectNow();
    void greet();
    void enter();
    void welcomed(Result<Welcome> welcome);
    void dispatch(const FullEvent& event);
    void unreadable(const QByteArray& text, const Error& error);
    void die(const QString& why);
    void lose(Error problem);
    void refuse(Error problem);
    bool leave(Phase phase, Error problem);

    Transport& m_transport;
    DeadlineWheel& m_wheel;
    ConnectionObserver& m_observer;
    Login m_login;
    bool m_isSigningIn = false; // the request under way is by handle and password
    QString m_ticket;           // of the sign-in that wants a code
    bool m_wasRedeemed = false; // the link was used, and nobody knows what became of it
    Phase m_phase = Phase::Offline;
    Error m_problem{ErrorCode::Busy, {}, {}};
    PendingRequests m_requests;
    Reconnector m_reconnector;
    Liveness m_liveness;
    Deadline m_greeting;
};

} // namespace parlance::client
