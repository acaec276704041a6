#include "desktop/dbusnotifier.h"

#include "base/logging.h"
#include "desktop/applicationid.h"
#include "text/bodies.h"
#include "text/clusters.h"

#include <QVariantMap>

#include <utility>

namespace parlance::client {

namespace {

const auto notificationsPath = QStringLiteral("/org/freedesktop/Notifications");
const auto notificationsInterface = QStringLiteral("org.freedesktop.Notifications");
const auto inlineReply = QStringLiteral("inline-reply"); // a capability and an action; Plasma 5.18 and newer

QString bounded(const QString& text, qsizetype maxUnits)
{
    return text.size() <= maxUnits ? text : cutToUnits(text, maxUnits - 1) + QChar(u'…');
}

} // namespace

DBusNotifier::DBusNotifier(const QDBusConnection& bus, const QString& service)
    : m_service(bus, service)
{
    listen(bus);
    connect(&m_service, &DBusService::known, this, [this] {
        if (!m_service.isAvailable())
            m_shown.clear();
        else if (m_service.isRunning() || !m_shown.empty())
            askCapabilities();
    });
    connect(&m_service, &DBusService::ownerChanged, this, &DBusNotifier::onOwnerChanged);
}

/// No service is named here: Qt would wait for the bus to tell its owner. Instead every signal's sender is looked at.
void DBusNotifier::listen(const QDBusConnection& bus)
{
    QDBusConnection signalsOf = bus;
    const QString any;
    signalsOf.connect(any, notificationsPath, notificationsInterface, QStringLiteral("ActivationToken"), this,
                      SLOT(onActivationToken(uint, QString, QDBusMessage)));
    signalsOf.connect(any, notificationsPath, notificationsInterface, QStringLiteral("ActionInvoked"), this,
                      SLOT(onActionInvoked(uint, QString, QDBusMessage)));
    signalsOf.connect(any, notificationsPath, notificationsInterface, QStringLiteral("NotificationReplied"), this,
                      SLOT(onReplied(uint, QString, QDBusMessage)));
    signalsOf.connect(any, notificationsPath, notificationsInterface, QStringLiteral("NotificationClosed"), this,
                      SLOT(onClosed(uint, uint, QDBusMessage)));
}

// --- the service ---

/// What was shown is gone with the service that showed it, and its ids may come again for other things. What waits goes
/// to the next service, but starts none: one that dies of what it is told would be started again and again.
void DBusNotifier::onOwnerChanged()
{
    m_asked = Asked::Not;
    ++m_question;
    m_capabilities.clear();
    std::erase_if(m_shown, [this](const Shown& shown) { return !shown.next || !m_service.isRunning(); });
    for (Shown& shown : m_shown)
        shown = Shown{shown.key, 0, 0, false, std::move(shown.next), {}};
    if (m_service.isRunning())
        askCapabilities();
}

void DBusNotifier::askCapabilities()
{
    m_asked = Asked::UnderWay;
    m_service.call(method(QStringLiteral("GetCapabilities")), [this, question = m_question](const QDBusMessage& reply) {
        if (question == m_question)
            onCapabilities(reply);
    });
}

void DBusNotifier::onCapabilities(const QDBusMessage& reply)
{
    if (reply.type() != QDBusMessage::ReplyMessage) {
        qCWarning(logApp) << "no notifications:" << reply.errorName();
        m_asked = Asked::InVain;
        m_shown.clear();
        return;
    }
    m_asked = Asked::Answered;
    m_capabilities = reply.arguments().value(0).toStringList();
    for (Shown& shown : m_shown)
        sendNext(shown);
}

// --- showing ---

void DBusNotifier::show(const Notification& notification)
{
    if (m_service.isKnown() && !isAvailable())
        return;
    Entry shown = entry(notification.key);
    if (!knows(shown)) {
        if (m_shown.size() >= maxKeys) {
            close(m_shown.front().id);
            m_shown.erase(m_shown.begin());
        }
        m_shown.emplace_back().key = notification.key;
        shown = std::prev(m_shown.end());
    }
    shown->next = notification;
    shown->isUnwanted = false;
    if (m_asked == Asked::Answered)
        sendNext(*shown);
    else if (m_asked == Asked::Not && m_service.isKnown())
        askCapabilities();
}

/// One call at a time for each key: the next needs the id that the one before it got.
void DBusNotifier::sendNext(Shown& shown)
{
    if (shown.call || !shown.next)
        return;
    const quint64 call = ++m_lastCall;
    shown.call = call;
    m_service.call(notify(*std::exchange(shown.next, {}), shown.id),
                   [this, key = shown.key, call](const QDBusMessage& reply) { onShown(key, call, reply); });
}

void DBusNotifier::onShown(const QString& key, quint64 call, const QDBusMessage& reply)
{
    const Entry shown = entry(key);
    if (!knows(shown) || shown->call != call)
        return;
    shown->call = 0;
    if (reply.type() == QDBusMessage::ReplyMessage) {
        shown->id = reply.arguments().value(0).toUInt();
    } else {
        qCWarning(logApp) << "a notification was refused:" << reply.errorName();
        shown->id = 0;
    }
    if (shown->isUnwanted)
        close(shown->id);
    if (shown->isUnwanted || (!shown->id && !shown->next))
        m_shown.erase(shown);
    else
        sendNext(*shown);
}

void DBusNotifier::withdraw(const QString& key)
{
    const Entry shown = entry(key);
    if (!knows(shown))
        return;
    shown->next.reset();
    shown->isUnwanted = true;
    if (shown->call) // its id is still to come
        return;
    close(shown->id);
    m_shown.erase(shown);
}

void DBusNotifier::close(uint id)
{
    if (!id || !m_service.isRunning())
        return;
    QDBusMessage message = method(QStringLiteral("CloseNotification"));
    message << id;
    m_service.call(message, [](const QDBusMessage&) {}); // an error: it was gone already
}

// --- what the service tells ---

DBusNotifier::Entry DBusNotifier::entry(const QString& key)
{
    return std::ranges::find(m_shown, key, &Shown::key);
}

/// What the message is about; nothing where it is not the service's, or about another program's notification.
DBusNotifier::Entry DBusNotifier::entry(uint id, const QDBusMessage& message)
{
    return id && m_service.hasSent(message) ? std::ranges::find(m_shown, id, &Shown::id) : m_shown.end();
}

void DBusNotifier::onActivationToken(uint id, const QString& token, const QDBusMessage& message)
{
    const Entry shown = entry(id, message);
    if (knows(shown))
        shown->token = token;
}

/// There is no other action than the default one; a service that takes no text may offer the reply as a mere button.
void DBusNotifier::onActionInvoked(uint id, const QString&, const QDBusMessage& message)
{
    const Entry shown = entry(id, message);
    if (!knows(shown))
        return;
    const QString key = shown->key;
    const QString token = std::exchange(shown->token, {});
    if (m_observer)
        m_observer->activated(key, token);
}

void DBusNotifier::onReplied(uint id, const QString& text, const QDBusMessage& message)
{
    const Entry shown = entry(id, message);
    if (!knows(shown))
        return;
    const QString key = shown->key;
    withdraw(key); // some services leave it on the screen
    if (m_observer)
        m_observer->replied(key, text);
}

void DBusNotifier::onClosed(uint id, uint, const QDBusMessage& message)
{
    const Entry shown = entry(id, message);
    if (!knows(shown))
        return;
    shown->id = 0;
    if (!shown->call) // else its place is being taken at this moment
        m_shown.erase(shown);
}

// --- messages ---

QDBusMessage DBusNotifier::method(const QString& name) const
{
    return m_service.method(notificationsPath, notificationsInterface, name);
}

QDBusMessage DBusNotifier::notify(const Notification& notification, uint replacesId) const
{
    constexpr int asLongAsTheServiceLikes = -1;
    const QString title = bounded(cleanBody(notification.title).simplified(), maxTitle);
    QString body = bounded(cleanBody(notification.body), maxBody);
    if (m_capabilities.contains(QStringLiteral("body-markup")))
        body = body.toHtmlEscaped();
    QDBusMessage message = method(QStringLiteral("Notify"));
    message << QStringLiteral("Parlance") << replacesId << applicationId() << title << body << actions(notification)
            << hints(notification) << asLongAsTheServiceLikes;
    return message;
}

bool DBusNotifier::takesReply(const Notification& notification) const
{
    return !notification.replyHint.isEmpty() && m_capabilities.contains(inlineReply);
}

/// Pairs of an id and what people read. Some services without actions show a window with buttons when there are any.
QStringList DBusNotifier::actions(const Notification& notification) const
{
    QStringList pairs;
    if (m_capabilities.contains(QStringLiteral("actions")))
        pairs << QStringLiteral("default") << tr("Open");
    if (takesReply(notification))
        pairs << inlineReply << tr("Reply");
    return pairs;
}

QVariantMap DBusNotifier::hints(const Notification& notification) const
{
    QVariantMap hints{{QStringLiteral("desktop-entry"), applicationId()},
                      {QStringLiteral("category"), QStringLiteral("im.received")}};
    if (notification.withSound)
        hints.insert(QStringLiteral("sound-name"), QStringLiteral("message-new-instant"));
    else
        hints.insert(QStringLiteral("suppress-sound"), true);
    if (takesReply(notification))
        hints.insert(QStringLiteral("x-kde-reply-placeholder-text"), notification.replyHint);
    return hints;
}

} // namespace parlance::client
