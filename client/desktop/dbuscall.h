#pragma once

#include "base/callback.h"

#include <QDBusConnection>
#include <QDBusError>
#include <QDBusMessage>
#include <QObject>

namespace parlance::client {

/// A method of the bus itself.
QDBusMessage busMethod(const QString& name);

/// One call on a bus that is under way. Its answer, which may be an error, comes from the event loop, in the order in
/// which the bus has sent it and the signals around it. QDBusPendingCallWatcher does not promise that: where an answer
/// is back before the watcher is made, it comes one turn of the loop later than a signal that the bus sent behind it.
class DBusCall final : public QObject {
    Q_OBJECT
  public:
    using Done = Callback<void(const QDBusMessage&)>;

    /// It deletes itself after the answer, which takes at most libdbus's 25 s; deleted earlier, with its parent, there
    /// is none. A connection that is not open gives none either.
    static void start(const QDBusConnection& bus, const QDBusMessage& message, QObject* parent, Done done);

  private Q_SLOTS: // called by Qt D-Bus, which knows them by their names
    void onReply(const QDBusMessage& reply);
    void onError(const QDBusError& error, const QDBusMessage& call);

  private:
    DBusCall(QObject* parent, Done done);

    Done m_done;
};

} // namespace parlance::client
