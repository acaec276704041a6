#pragma once

#include "desktop/dbusservice.h"
#include "ports/notifier.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace parlance::client {

/// A Notifier over org.freedesktop.Notifications (Desktop Notifications Specification 1.2), with the answers that
/// Plasma and others take inside a notification. What is shown before the service has said what it can do waits for
/// that; once there is nobody to show it, it is dropped. Lives in the thread of its event loop and never waits for the
/// bus.
class DBusNotifier final : public QObject, public Notifier {
    Q_OBJECT
  public:
    static constexpr qsizetype maxTitle = 100; ///< UTF-16 units
    static constexpr qsizetype maxBody = 300;  ///< UTF-16 units
    static constexpr size_t maxKeys = 100;     ///< the oldest notification is withdrawn for one more

    explicit DBusNotifier(const QDBusConnection& bus,
                          const QString& service = QStringLiteral("org.freedesktop.Notifications"));

    void setObserver(NotifierObserver* observer) override { m_observer = observer; }

    /// False also until the bus has answered for the first time, and after a service has failed to say what it can do,
    /// until another takes its place.
    bool isAvailable() const override { return m_service.isAvailable() && m_asked != Asked::InVain; }

    void show(const Notification& notification) override;
    void withdraw(const QString& key) override;

  private Q_SLOTS: // called by Qt D-Bus, which knows them by their names
    void onActivationToken(uint id, const QString& token, const QDBusMessage& message);
    void onActionInvoked(uint id, const QString& action, const QDBusMessage& message);
    void onReplied(uint id, const QString& text, const QDBusMessage& message);
    void onClosed(uint id, uint reason, const QDBusMessage& message);

  private:
    struct Shown {
        QString key;
        uint id = 0;                      // 0: it is not on the screen, as far as we know
        quint64 call = 0;                 // the number of the Notify that is under way; 0: none is
        bool isUnwanted = false;          // withdrawn while its Notify was under way
        std::optional<Notification> next; // goes out as soon as it can
        QString token;                    // the service tells it before the action that it is for
    };
    using Entry = std::vector<Shown>::iterator;
    enum class Asked { Not, UnderWay, Answered, InVain };

    Entry entry(const QString& key);
    Entry entry(uint id, const QDBusMessage& message);
    bool knows(Entry entry) const { return entry != m_shown.end(); }
    void listen(const QDBusConnection& bus);
    void onOwnerChanged();
    void askCapabilities();
    void onCapabilities(const QDBusMessage& reply);
    void sendNext(Shown& shown);
    void onShown(const QString& key, quint64 call, const QDBusMessage& reply);
    void close(uint id);
    QDBusMessage method(const QString& name) const;
    QDBusMessage notify(const Notification& notification, uint replacesId) const;
    QStringList actions(const Notification& notification) const;
    QVariantMap hints(const Notification& notification) const;
    bool takesReply(const Notification& notification) const;

    DBusService m_service;
    NotifierObserver* m_observer = nullptr;
    Asked m_asked = Asked::Not;
    quint64 m_question = 0; // of the latest owner; answers to earlier ones are ignored
    QStringList m_capabilities;
    std::vector<Shown> m_shown; // in the order in which their keys came
    quint64 m_lastCall = 0;
};

} // namespace parlance::client
