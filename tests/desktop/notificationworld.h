#pragma once

#include "desktop/dbusnotifier.h"
#include "desktop/fakeservice.h"

#include <QDBusArgument>
#include <QTest>

#include <memory>

namespace parlance::test {

/// The notification service of a desktop, which shows nothing: what it offers, and what it was asked to show.
struct FakeNotifications {
    explicit FakeNotifications(const QStringList& offered,
                               const QString& name = QStringLiteral("org.freedesktop.Notifications"))
        : service(name, QStringLiteral("/org/freedesktop/Notifications"),
                  QStringLiteral("org.freedesktop.Notifications"))
    {
        service.on(QStringLiteral("GetCapabilities"), [offered](const QVariantList&) { return QVariantList{offered}; });
        service.on(QStringLiteral("Notify"), [this](const QVariantList& arguments) -> std::optional<QVariantList> {
            if (holdsAnswers)
                return std::nullopt;
            const uint replaced = arguments[1].toUInt();
            return QVariantList{replaced ? replaced : ++lastId};
        });
        service.on(QStringLiteral("CloseNotification"), [](const QVariantList&) { return QVariantList{}; });
    }

    qsizetype count() const { return service.callsOf(QStringLiteral("Notify")).size(); }
    QList<QVariantList> closed() const { return service.callsOf(QStringLiteral("CloseNotification")); }

    // The arguments of the latest Notify.
    QVariant argument(int number) const { return service.callsOf(QStringLiteral("Notify")).last().at(number); }
    uint replacesId() const { return argument(1).toUInt(); }
    QString title() const { return argument(3).toString(); }
    QString body() const { return argument(4).toString(); }
    QStringList actions() const { return argument(5).toStringList(); }
    QVariantMap hints() const { return qdbus_cast<QVariantMap>(argument(6)); }

    FakeService service;
    uint lastId = 40;
    bool holdsAnswers = false;
};

/// What a notifier tells its observer, one line each.
struct HeardNotifications final : client::NotifierObserver {
    QStringList lines;

    void activated(const QString& key, const QString& token) override
    {
        lines << QStringLiteral("activated %1 %2").arg(key, token);
    }
    void replied(const QString& key, const QString& text) override
    {
        lines << QStringLiteral("replied %1 %2").arg(key, text);
    }
};

inline client::Notification notification(const QString& key, const QString& body = QStringLiteral("hello"))
{
    return {key, QStringLiteral("ann in #general"), body, true, QStringLiteral("Reply to #general")};
}

} // namespace parlance::test
