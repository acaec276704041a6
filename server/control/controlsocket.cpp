#include "control/controlsocket.h"

#include "control/callsocket.h"

#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QPointer>

#include <sys/stat.h>

namespace parlance::control {

namespace {

/// What stands in the way of a socket of that name, in one line. What a crash has left is removed.
std::optional<QString> clearWay(const QString& path)
{
    struct stat status {};
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0)
        return {};
    if (!S_ISSOCK(status.st_mode))
        return QStringLiteral("%1: is no socket. Move it away").arg(path);
    if (isAnswered(path))
        return QStringLiteral("%1: another server listens there").arg(path);
    if (!QFile::remove(path))
        return QStringLiteral("%1: cannot be removed").arg(path);
    return {};
}

} // namespace

ControlSocket::ControlSocket(Desk& desk, DeadlineWheel& wheel)
    : m_desk(desk)
    , m_wheel(wheel)
    , m_server(std::make_unique<QLocalServer>())
{
    m_server->setSocketOptions(QLocalServer::UserAccessOption); // it is never open to others, not for an instant
    connect(m_server.get(), &QLocalServer::newConnection, this, [this] { accept(); });
}

ControlSocket::~ControlSocket()
{
    shut();
}

std::optional<QString> ControlSocket::open(const QString& path)
{
    if (auto problem = clearWay(path))
        return problem;
    if (!m_server->listen(path))
        return QStringLiteral("%1: %2").arg(path, m_server->errorString());
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

void ControlSocket::shut()
{
    m_server->close();
    for (const auto& [id, caller] : m_callers)
        caller.socket->disconnect(this); // or it says that it is going while the map is being cleared
    m_callers.clear();
}

void ControlSocket::accept()
{
    while (QLocalSocket* socket = m_server->nextPendingConnection()) {
        socket->setParent(nullptr);
        const quint64 id = ++m_lastId;
        Caller caller;
        caller.socket.reset(socket);
        if (m_callers.size() >= maxCallers)
            continue; // and so it is closed
        socket->setReadBufferSize(maxLine + 1);
        connect(socket, &QLocalSocket::readyRead, this, [this, id] { read(id); });
        connect(socket, &QLocalSocket::bytesWritten, this, [this, id] { read(id); });
        connect(socket, &QLocalSocket::disconnected, this, [this, id] { drop(id); });
        m_callers.emplace(id, std::move(caller));
        expectSoon(id);
        read(id);
    }
}

void ControlSocket::expectSoon(quint64 id)
{
    m_callers.at(id).end = m_wheel.after(patience, [this, id] { drop(id); });
}

void ControlSocket::read(quint64 id)
{
    const auto found = m_callers.find(id);
    if (found == m_callers.end() || found->second.isAsking || found->second.socket->bytesToWrite() > 0)
        return;
    QLocalSocket& socket = *found->second.socket;
    if (!socket.canReadLine()) {
        if (socket.bytesAvailable() > maxLine)
            drop(id);
        return;
    }
    const QByteArray line = socket.readLine(maxLine + 1).trimmed();
    found->second.isAsking = true;
    found->second.end.cancel(); // the store takes its time
    m_desk.handle(line, [self = QPointer(this), id](const QByteArray& text) {
        if (self)
            self->answer(id, text);
    });
}

void ControlSocket::answer(quint64 id, const QByteArray& line)
{
    const auto found = m_callers.find(id);
    if (found == m_callers.end())
        return;
    found->second.isAsking = false;
    expectSoon(id);
    found->second.socket->write(line + '\n'); // goes on with bytesWritten
}

/// Not at once: it may be the socket that calls.
void ControlSocket::drop(quint64 id)
{
    const auto node = m_callers.extract(id);
    if (node.empty())
        return;
    QLocalSocket* socket = node.mapped().socket.release();
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
}

} // namespace parlance::control
