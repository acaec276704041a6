#include "net/handshakes.h"

#include "base/logging.h"
#include "net/eventloop.h"
#include "net/tlswire.h"

#include <unistd.h>

namespace parlance {

Handshakes::UnderWay::UnderWay(int of)
    : descriptor(of)
    , hello(of)
    , readable(std::make_unique<QSocketNotifier>(of, QSocketNotifier::Read))
{
    setLowPriority(descriptor, true);
}

Handshakes::UnderWay::~UnderWay()
{
    setLowPriority(descriptor, false);
    if (readable) {
        readable->disconnect();
        readable->setEnabled(false);
        readable.release()->deleteLater(); // possibly within its own signal
        if (!socket)
            ::close(descriptor);
    }
    if (socket) {
        socket->disconnect();
        socket->abort();
        socket.release()->deleteLater(); // possibly within one of its own signals
    }
}

Handshakes::Handshakes(DeadlineWheel& wheel, qint64 patience, qint64 most, Done done)
    : m_wheel(wheel)
    , m_patience(patience)
    , m_most(most)
    , m_done(std::move(done))
{}

Handshakes::~Handshakes() = default;

void Handshakes::begin(int descriptor, const QString& address)
{
    const quint64 id = ++m_last;
    UnderWay& underWay = *m_underWay.emplace(id, std::make_unique<UnderWay>(descriptor)).first->second;
    underWay.address = address;
    underWay.deadline = m_wheel.after(m_patience, [this, id] { drop(id); });
    QObject::connect(underWay.readable.get(), &QSocketNotifier::activated, &m_context, [this, id] { look(id); });
    m_shares.add(id, address);
    while (m_most > 0 && count() > m_most) {
        ++m_evicted;
        drop(*m_shares.next());
    }
}

void Handshakes::look(quint64 id)
{
    const auto found = m_underWay.find(id);
    if (found == m_underWay.end())
        return;
    switch (found->second->hello.look()) {
    case ClientHello::State::Incomplete:
        return;
    case ClientHello::State::None:
        return fail(id, QStringLiteral("no ClientHello came"));
    case ClientHello::State::Complete:
        return negotiate(id, *found->second);
    }
}

/// The descriptor goes to Qt, and with it what has been read of it so far: nothing.
void Handshakes::negotiate(quint64 id, UnderWay& underWay)
{
    underWay.readable->disconnect();
    underWay.readable->setEnabled(false);
    underWay.readable.release()->deleteLater(); // this is its signal
    auto socket = std::make_unique<QSslSocket>();
    if (!socket->setSocketDescriptor(underWay.descriptor)) {
        ::close(underWay.descriptor);
        return drop(id);
    }
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setSslConfiguration(*m_configuration);
    QObject::connect(socket.get(), &QSslSocket::encrypted, &m_context, [this, id] { finish(id); });
    QObject::connect(socket.get(), &QSslSocket::disconnected, &m_context, [this, id] { drop(id); });
    QObject::connect(socket.get(), &QSslSocket::errorOccurred, &m_context, [this, id, from = socket.get()] {
        if (from->error() == QAbstractSocket::SslHandshakeFailedError)
            fail(id, from->errorString());
    });
    underWay.socket = std::move(socket);
    underWay.socket->startServerEncryption();
}

void Handshakes::finish(quint64 id)
{
    const auto node = m_underWay.extract(id);
    if (node.empty())
        return;
    m_shares.remove(id);
    auto socket = std::move(node.mapped()->socket);
    QObject::disconnect(socket.get(), nullptr, &m_context, nullptr);
    m_done(std::make_unique<TlsWire>(std::move(socket)));
}

void Handshakes::fail(quint64 id, const QString& why)
{
    const auto found = m_underWay.find(id);
    if (found == m_underWay.end())
        return;
    qCInfo(logNet).noquote() << "handshake failed" << found->second->address << why;
    drop(id);
}

void Handshakes::drop(quint64 id)
{
    m_shares.remove(id);
    m_underWay.erase(id);
}

void Handshakes::clear()
{
    for (const auto& [id, underWay] : m_underWay)
        m_shares.remove(id);
    m_underWay.clear();
}

} // namespace parlance
