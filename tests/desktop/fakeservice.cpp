#include "desktop/fakeservice.h"

#include <QDBusMessage>

namespace parlance::test {

namespace {

QString newConnectionName()
{
    static int number = 0;
    return QStringLiteral("fake-%1").arg(++number);
}

} // namespace

FakeService::FakeService(const QString& name, const QString& path, const QString& interface)
    : m_connectionName(newConnectionName())
    , m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_connectionName))
    , m_name(name)
    , m_path(path)
    , m_interface(interface)
{
    if (!m_bus.registerVirtualObject(path, this) || !m_bus.registerService(name))
        qFatal("no place for a fake %s: is there a bus?", qPrintable(name));
}

FakeService::~FakeService()
{
    m_bus.unregisterObject(m_path);
    QDBusConnection::disconnectFromBus(m_connectionName);
}

void FakeService::emitSignal(const QString& name, const QVariantList& arguments)
{
    QDBusMessage message = QDBusMessage::createSignal(m_path, m_interface, name);
    message.setArguments(arguments);
    m_bus.send(message);
}

QList<QVariantList> FakeService::callsOf(const QString& method) const
{
    QList<QVariantList> found;
    for (const Call& call : calls) {
        if (call.method == method)
            found << call.arguments;
    }
    return found;
}

void FakeService::answerHeld(const QVariantList& arguments)
{
    m_bus.send(m_held.takeFirst().createReply(arguments));
}

bool FakeService::handleMessage(const QDBusMessage& message, const QDBusConnection& connection)
{
    if (message.interface() != m_interface)
        return false;
    calls << Call{message.member(), message.arguments()};
    const auto answer = m_answers.constFind(message.member());
    if (answer == m_answers.constEnd())
        connection.send(message.createErrorReply(QDBusError::UnknownMethod, QStringLiteral("not told how to answer")));
    else if (const auto arguments = (*answer)(message.arguments()))
        connection.send(message.createReply(*arguments));
    else
        m_held << message;
    return true;
}

} // namespace parlance::test
