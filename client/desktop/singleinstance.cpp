#include "desktop/singleinstance.h"

#include "desktop/applicationid.h"

#include <QCryptographicHash>
#include <QUrl>

#include <utility>

namespace parlance::client {

namespace {

/// A socket's path has room for 107 bytes.
QString fileName(const QString& profile)
{
    constexpr qsizetype maxReadable = 32;
    if (profile.isEmpty())
        return applicationId();
    QByteArray name = QUrl::toPercentEncoding(profile);
    if (name.size() > maxReadable)
        name = QCryptographicHash::hash(profile.toUtf8(), QCryptographicHash::Sha256).toHex().first(maxReadable);
    return applicationId() + QLatin1Char('-') + QString::fromLatin1(name);
}

} // namespace

SingleInstance::SingleInstance(DeadlineWheel& wheel, const QString& folder, const QString& profile)
    : m_wheel(wheel)
    , m_path(folder + QLatin1Char('/') + fileName(profile))
    , m_lock(m_path + QStringLiteral(".lock"))
    , m_listener(wheel)
{
    connect(&m_listener, &RaiseListener::raised, this, &SingleInstance::raised);
}

void SingleInstance::start(const RaiseRequest& request, Callback<void(Result<Outcome>)> done)
{
    m_request = toBytes(request);
    m_done = std::move(done);
    m_end = m_wheel.after(patience, [this] { finish(Outcome::NotAnswering); });
    QMetaObject::invokeMethod(this, &SingleInstance::attempt, Qt::QueuedConnection);
}

/// The lock alone decides who is the first. While another holds it, its socket may not be there yet, or not any more.
void SingleInstance::attempt()
{
    switch (m_lock.tryLock()) {
    case FileLock::State::Taken:
        return listen();
    case FileLock::State::HeldByAnother:
        return handOver();
    case FileLock::State::Failed:
        finish(Error{ErrorCode::Internal, tr("Cannot lock %1.lock: %2").arg(m_path, qt_error_string()), {}});
    }
}

void SingleInstance::listen()
{
    const QString path = m_path + QStringLiteral(".socket");
    if (m_listener.listen(path))
        finish(Outcome::First);
    else
        finish(Error{ErrorCode::Internal, tr("Cannot listen on %1: %2").arg(path, m_listener.errorString()), {}});
}

void SingleInstance::handOver()
{
    m_socket = new QLocalSocket(this);
    connect(m_socket, &QLocalSocket::connected, this, [this] { m_socket->write(m_request); });
    connect(m_socket, &QLocalSocket::readyRead, this, &SingleInstance::onAnswer);
    connect(m_socket, &QLocalSocket::disconnected, this, &SingleInstance::tryLater);
    connect(m_socket, &QLocalSocket::errorOccurred, this, &SingleInstance::tryLater);
    m_socket->connectToServer(m_path + QStringLiteral(".socket"));
}

void SingleInstance::onAnswer()
{
    const QByteArray expected = RaiseListener::acknowledgement();
    if (m_socket->bytesAvailable() < expected.size())
        return;
    if (m_socket->readAll() == expected)
        finish(Outcome::HandedOver);
    else
        tryLater();
}

void SingleInstance::tryLater()
{
    forgetSocket();
    m_nextAttempt = m_wheel.after(tryEvery, [this] { attempt(); });
}

void SingleInstance::forgetSocket()
{
    if (QLocalSocket* socket = std::exchange(m_socket, nullptr)) {
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater(); // we may be inside one of its signals
    }
}

void SingleInstance::finish(const Result<Outcome>& outcome)
{
    m_end.cancel();
    m_nextAttempt.cancel();
    forgetSocket();
    m_done(outcome);
}

} // namespace parlance::client
