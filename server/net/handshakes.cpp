#include "net/handshakes.h"

#include "net/tlswire.h"

#include <unistd.h>

namespace parlance {

Handshakes::UnderWay::~UnderWay()
{
    if (!socket)
        return;
    socket->disconnect();
    socket->abort();
    socket.release()->deleteLater(); // possibly within one of its own signals
}

Handshakes::Handshakes(DeadlineWheel& wheel, qint64 patience, qint64 most, Done done)
    : m_wheel(wheel)
    , m_patience(patience)
    , m_most(most)
    , m_done(std::move(done))
{}

Handshakes::~Handshakes() = default;

void Handshakes::begin(int descriptor)
{
    auto socket = std::make_unique<QSslSocket>();
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(descriptor);
        return;
    }
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setSslConfiguration(*m_configuration);
    const quint64 id = ++m_last;
    QObject::connect(socket.get(), &QSslSocket::encrypted, &m_context, [this, id] { finish(id); });
    QObject::connect(socket.get(), &QSslSocket::disconnected, &m_context, [this, id] { drop(id); });
    UnderWay& underWay = m_underWay[id];
    underWay.socket = std::move(socket);
    underWay.deadline = m_wheel.after(m_patience, [this, id] { drop(id); });
    if (m_most > 0 && count() > m_most)
        m_underWay.erase(m_underWay.begin());
    underWay.socket->startServerEncryption();
}

void Handshakes::finish(quint64 id)
{
    auto node = m_underWay.extract(id);
    if (node.empty())
        return;
    auto socket = std::move(node.mapped().socket);
    QObject::disconnect(socket.get(), nullptr, &m_context, nullptr);
    m_done(std::make_unique<TlsWire>(std::move(socket)));
}

void Handshakes::drop(quint64 id)
{
    m_underWay.erase(id);
}

} // namespace parlance
