#include "desktop/fakeservice.h"

#include <QCoreApplication>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

/// What a desktop has beside windows, for the tests of the installed app: it shows notifications and a tray, and tells
/// of both on its standard output, one JSON object for each line.
namespace parlance::test {

namespace {

void tell(const QString& what, const QJsonObject& more)
{
    QJsonObject line = more;
    line[QStringLiteral("what")] = what;
    std::puts(QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

std::optional<QVariantList> notified(const QVariantList& arguments)
{
    static uint lastId = 0;
    const auto hints = qdbus_cast<QVariantMap>(arguments.at(6));
    tell(QStringLiteral("notification"),
         {{QStringLiteral("icon"), arguments.at(2).toString()},
          {QStringLiteral("title"), arguments.at(3).toString()},
          {QStringLiteral("entry"), hints.value(QStringLiteral("desktop-entry")).toString()}});
    return QVariantList{++lastId};
}

} // namespace

/// org.kde.StatusNotifierWatcher, with a host: what Qt looks for before it puts an icon into a tray.
class TrayWatcher final : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ isThere CONSTANT)
    Q_PROPERTY(int ProtocolVersion READ version CONSTANT)

  public:
    TrayWatcher()
        : m_bus(QDBusConnection::sessionBus())
    {
        m_bus.registerObject(QStringLiteral("/StatusNotifierWatcher"), this,
                             QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllProperties);
        if (!m_bus.registerService(QStringLiteral("org.kde.StatusNotifierWatcher")))
            qFatal("there is a tray already");
        m_bus.connect({}, QStringLiteral("/StatusNotifierItem"), itemInterface(), QStringLiteral("NewIcon"), this,
                      SLOT(look()));
    }
    bool isThere() const { return true; }
    int version() const { return 0; }

  public Q_SLOTS:                                           // named by the protocol
    void RegisterStatusNotifierItem(const QString& service) // NOLINT(readability-identifier-naming)
    {
        m_item = service;
        look();
    }
    void look()
    {
        QDBusMessage question =
            QDBusMessage::createMethodCall(m_item, QStringLiteral("/StatusNotifierItem"),
                                           QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
        question << itemInterface() << QStringLiteral("IconName");
        auto* answer = new QDBusPendingCallWatcher(m_bus.asyncCall(question), this);
        connect(answer, &QDBusPendingCallWatcher::finished, this, [](QDBusPendingCallWatcher* finished) {
            const QDBusPendingReply<QDBusVariant> reply = *finished;
            tell(QStringLiteral("tray"),
                 {{QStringLiteral("icon"),
                   reply.isError() ? reply.error().message() : reply.value().variant().toString()}});
            finished->deleteLater();
        });
    }

  private:
    static QString itemInterface() { return QStringLiteral("org.kde.StatusNotifierItem"); }

    QDBusConnection m_bus;
    QString m_item;
};

} // namespace parlance::test

int main(int argc, char** argv)
{
    using namespace parlance::test;
    const QCoreApplication app(argc, argv);
    const auto name = QStringLiteral("org.freedesktop.Notifications");
    FakeService notifications(name, QStringLiteral("/org/freedesktop/Notifications"), name);
    notifications.on(QStringLiteral("GetCapabilities"), [](const QVariantList&) {
        return QVariantList{QStringList{QStringLiteral("actions"), QStringLiteral("body")}};
    });
    notifications.on(QStringLiteral("Notify"), notified);
    notifications.on(QStringLiteral("CloseNotification"), [](const QVariantList&) { return QVariantList(); });
    const TrayWatcher tray;
    tell(QStringLiteral("ready"), {});
    return QCoreApplication::exec();
}

#include "desktop_main.moc"
