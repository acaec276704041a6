#pragma once

#include <QString>

namespace parlance::client {

/// Something to tell a person who is not looking. All of it is plain text, also where the desktop would take markup.
struct Notification {
    QString key; ///< what it is about; there is one for each key at a time, and a new one takes the old one's place
    QString title;
    QString body;
    bool withSound = true;
    QString replyHint; ///< shown where an answer can be written; empty: none can
};

class NotifierObserver {
  public:
    virtual ~NotifierObserver() = default;

    /// A person chose it. `activationToken` lets a window come to the front where the desktop insists on one; may be
    /// empty.
    virtual void activated(const QString& key, const QString& activationToken) = 0;

    /// An answer was written into it. It is gone from the screen.
    virtual void replied(const QString& key, const QString& text) = 0;
};

/// What shows notifications. Calls of the observer come from the event loop.
/// Implementations: DBusNotifier, TrayNotifier; tests have one that records.
class Notifier {
  public:
    virtual ~Notifier() = default;

    /// The observer must outlive the notifier or be taken away with nullptr.
    virtual void setObserver(NotifierObserver* observer) = 0;

    /// Whether there is anybody to show them.
    virtual bool isAvailable() const = 0;

    virtual void show(const Notification& notification) = 0;

    /// It has been read elsewhere. Ignored where there is none.
    virtual void withdraw(const QString& key) = 0;
};

} // namespace parlance::client
